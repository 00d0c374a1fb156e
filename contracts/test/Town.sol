// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBook, IBookCore, IBookOffice} from "../src/interfaces/IBook.sol";
import {IBookEvents} from "../src/interfaces/IBookEvents.sol";
import {ICampaign} from "../src/interfaces/ICampaign.sol";
import {IMasterEvents} from "../src/interfaces/IMasterEvents.sol";
import {IRulebook} from "../src/interfaces/IRulebook.sol";
import {Class, Role, Signer, Standing} from "../src/libraries/Types.sol";
import {Base} from "./Base.sol";

/// @dev The cast, and what people do in a market: regulator Rania, trustee Tan, operator Omar, issuer Ida, investors Ivan
/// and Iris, stranger Sam, who has no door.
abstract contract Town is Base {
    uint256 internal constant PRICE = 250;
    uint256 internal constant MINIMUM = 1_000;
    uint256 internal constant MAXIMUM = 4_000;
    uint256 internal constant COOLING_OFF = 6 days;
    uint256 internal constant MORATORIUM = 180 days;
    /// @dev R16: 7 % to RM 3m, 6 % to 5m, 5 % to 10m, 4.5 % to 15m, 4 % above.
    uint256 internal constant SLABS = (300 << 24 | 70_000) | (500 << 24 | 60_000) << 48 | (1_000 << 24 | 50_000) << 96
        | (1_500 << 24 | 45_000) << 144 | uint256(0xffffff << 24 | 40_000) << 192;

    address internal rania;
    address internal tan;
    address internal omar;
    address internal ida;
    address internal ivan;
    address internal iris;
    address internal sam = address(0x5A11);
    address internal ringgit;
    address internal shares;

    function setUp() public virtual {
        vm.warp(MORNING);
        Signer[] memory three = new Signer[](3);
        for (uint256 i; i < 3; ++i) {
            three[i] = _signer(_key(string.concat("rania", vm.toString(i))));
        }
        _giveBirth(three);
        rania = master.regulator();
        for (uint256 i; i < 3; ++i) {
            _keysOf[rania].push(_key(string.concat("rania", vm.toString(i))));
        }
        _setFigures();
        tan = _admitStaffed(Role.Trustee, "tan");
        ringgit = master.tokenOf(tan);
        omar = _admitStaffed(Role.Operator, "omar");
        _link(tan, omar);
        ida = _admitClient(omar, Role.Issuer, "ida", tan, Class.None);
        ivan = _admitClient(omar, Role.Investor, "ivan", tan, Class.Sophisticated);
        iris = _admitClient(omar, Role.Investor, "iris", tan, Class.Sophisticated);
        shares = _createClass(ida, tan);
    }

    function _setFigures() private {
        _setRule("R4", 1, 1_000_000);
        _setRule("R4b", 1, 5_000_000);
        _setRule("R4b", 2, 50_000_000);
        _setRule("R10s", 0, COOLING_OFF);
        _setRule("R16", 0, SLABS);
        _setRule("R19", 0, MORATORIUM);
    }

    // -- the regulator's acts

    function _setRule(bytes32 rule, uint8 class, uint256 value) internal {
        _do(rania, rulebook, abi.encodeCall(IRulebook.setRule, (rule, class, value, 0)));
    }

    function _admitStaffed(Role role, string memory name) internal returns (address door) {
        uint256 maker = _key(string.concat(name, " maker"));
        uint256 checker = _key(string.concat(name, " checker"));
        bytes memory call = abi.encodeWithSignature(
            "admit(uint8,bytes32,address,address)", role, bytes32(bytes(name)), vm.addr(maker), vm.addr(checker)
        );
        door = _addressIn(_do(rania, rania, call), IMasterEvents.Admitted.selector, 1);
        _keysOf[door] = _two(maker, checker);
        vm.label(door, name);
    }

    function _freeze(address door, uint64 until) internal {
        _do(rania, rania, abi.encodeWithSignature("freeze(address,uint64,bytes32)", door, until, bytes32("suspicion")));
    }

    function _freeze(address door) internal {
        _freeze(door, uint64(block.timestamp) + 10 days);
    }

    function _halt(bytes32 name, bool halted) internal {
        _do(rania, rania, _haltCall(name, halted));
    }

    function _haltCall(bytes32 name, bool halted) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("halt(bytes32,bool,bytes32)", name, halted, bytes32("inquiry"));
    }

    function _announceCall(bytes32 name, address code, bool template, Role activator) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("announce(bytes32,address,bool,uint8)", name, code, template, activator);
    }

    function _activateCall(bytes32 name) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("activate(bytes32)", name);
    }

    /// @dev Announce, wait out the notice, activate.
    function _replace(bytes32 name, address code, bool template, address activator) internal {
        _do(rania, rania, _announceCall(name, code, template, Role.Regulator));
        vm.warp(block.timestamp + 7 days);
        _do(activator, activator, _activateCall(name));
    }

    function _standingCall(address door, Standing standing) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("setStanding(address,uint8,bytes32)", door, standing, bytes32("why"));
    }

    function _stand(address parent, address door, Standing standing) internal {
        _do(parent, parent, _standingCall(door, standing));
    }

    // -- admission

    function _linkCall(address other) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("link(address)", other);
    }

    function _link(address trustee, address operator) internal {
        _do(trustee, trustee, _linkCall(operator));
        _do(operator, operator, _linkCall(trustee));
    }

    function _admitCall(Role role, string memory name, address trustee, bytes32 person, Class class, uint64 validUntil)
        internal
        pure
        returns (bytes memory)
    {
        return abi.encodeWithSignature(
            "admit(uint8,bytes32,address,bytes32,bytes32,address,bytes32,uint8,uint64)",
            role, role == Role.Issuer ? bytes32(bytes(name)) : bytes32(0), vm.addr(_key(name)), bytes32(0), bytes32(0), trustee,
            person, class, validUntil
        );
    }

    function _admitClient(address operator, Role role, string memory name, address trustee, Class class)
        internal
        returns (address)
    {
        return _admitPerson(operator, role, name, trustee, class, keccak256(bytes(name)));
    }

    function _admitPerson(address operator, Role role, string memory name, address trustee, Class class, bytes32 person)
        internal
        returns (address door)
    {
        bytes memory call = _admitCall(role, name, trustee, person, class, uint64(block.timestamp + 365 days));
        door = _addressIn(_do(operator, operator, call), IMasterEvents.Admitted.selector, 1);
        _keysOf[door] = _one(_key(name));
        vm.label(door, name);
    }

    // -- money and equity

    function _mintCall(address to, uint256 amount, bytes32 ref) internal view returns (bytes memory) {
        return abi.encodeWithSignature("mint(address,uint256,bytes32,uint64)", to, amount, ref, uint64(block.timestamp));
    }

    /// @dev A deposit: minted under a reference of its own.
    function _deposit(address to, uint256 amount) internal {
        _do(tan, tan, _mintCall(to, amount, keccak256(abi.encode("bank", tan, _nextNonce[tan]))));
    }

    function _withdrawalCall(address token, uint256 amount) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("requestWithdrawal(address,uint256)", token, amount);
    }

    function _createClass(address issuer, address trustee) internal returns (address) {
        bytes memory call =
            abi.encodeWithSignature("createClass(bytes32,bytes32,address)", bytes32("Ida ordinary"), bytes32("IDA"), trustee);
        return _addressIn(_do(issuer, issuer, call), IMasterEvents.FaceCreated.selector, 1);
    }

    function _mintUnitsCall(address face, address to, uint256 units, bytes32 ref) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("mintUnits(address,address,uint256,bytes32)", face, to, units, ref);
    }

    function _mintUnits(address face, address campaign, uint256 units) internal {
        _do(tan, tan, _mintUnitsCall(face, campaign, units, keccak256(abi.encode("units", campaign))));
    }

    // -- a campaign's life

    function _proposeCall(address face, address token) internal view returns (bytes memory) {
        (uint64 opensAt, uint64 closesAt) = (uint64(block.timestamp + 1 days), uint64(block.timestamp + 31 days));
        ICampaign.Allocation how = ICampaign.Allocation.FirstCome;
        return abi.encodeCall(
            ICampaign.propose, (face, token, PRICE, MINIMUM, MAXIMUM, opensAt, closesAt, keccak256("disclosure"), how)
        );
    }

    function _propose(address issuer, address face) internal returns (ICampaign) {
        return ICampaign(
            _addressIn(_do(issuer, campaignTemplate, _proposeCall(face, ringgit)), IMasterEvents.Opened.selector, 1)
        );
    }

    function _approveCall(ICampaign campaign) internal view returns (bytes memory) {
        return abi.encodeCall(ICampaign.approve, (campaign.documents()));
    }

    function _approve(address operator, ICampaign campaign) internal {
        _do(operator, address(campaign), _approveCall(campaign));
    }

    /// @dev Proposed, approved, made ready and open.
    function _live() internal returns (ICampaign campaign) {
        campaign = _propose(ida, shares);
        _approve(omar, campaign);
        _mintUnits(shares, address(campaign), MAXIMUM);
        vm.warp(campaign.terms().opensAt);
    }

    function _pledgeCall(uint256 units, uint256 least) internal pure returns (bytes memory) {
        return abi.encodeCall(ICampaign.pledge, (units, least));
    }

    /// @dev The mandate is what the pledge costs.
    function _pledge(address investor, ICampaign campaign, uint256 units) internal {
        _do(investor, address(campaign), ringgit, units * PRICE, _pledgeCall(units, units));
    }

    function _depositAndPledge(address investor, ICampaign campaign, uint256 units) internal {
        _deposit(investor, units * PRICE);
        _pledge(investor, campaign, units);
    }

    function _withdrawPledge(address investor, ICampaign campaign) internal {
        _do(investor, address(campaign), abi.encodeCall(ICampaign.withdrawPledge, ()));
    }

    /// @dev Over the deadline and the cooling-off, up to the moment of settlement.
    function _coolOff(ICampaign campaign) internal {
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        vm.warp(block.timestamp + COOLING_OFF);
    }

    /// @dev A campaign in which Ivan bought 1,500 units and Iris 500, settled. Ivan's certificate is returned.
    function _settled() internal returns (ICampaign campaign, uint256 ofIvan) {
        campaign = _live();
        _depositAndPledge(ivan, campaign, 1_500);
        _depositAndPledge(iris, campaign, 500);
        _coolOff(campaign);
        campaign.settle(10);
        return (campaign, 2);
    }

    // -- the secondary market

    /// @dev R21: always open, with this band in parts per million.
    function _sessions(uint256 band) internal pure returns (uint256) {
        return band | uint256(10_080) << 38 | uint256(127) << 52 | uint256(1_440) << 70;
    }

    /// @dev An order book that is always open, in steps of a sen, and asks no fee.
    function _openMarket() internal returns (IBook) {
        _setRule("R21", 0, _sessions(0));
        bytes memory call =
            abi.encodeCall(IBookOffice.open, (shares, ringgit, 1, PRICE, IBookEvents.Form.Continuous, address(0)));
        return IBook(_addressIn(_do(omar, bookTemplate, call), IMasterEvents.Opened.selector, 1));
    }

    function _soon() internal view returns (uint64) {
        return uint64(block.timestamp + 7 days);
    }

    function _askCall(uint256 id, uint256 units, uint256 price) internal view returns (bytes memory) {
        return abi.encodeCall(IBookCore.ask, (id, units, price, _soon()));
    }

    function _bidCall(uint256 units, uint256 price) internal view returns (bytes memory) {
        return abi.encodeCall(IBookCore.bid, (units, price, _soon()));
    }

    function _ask(address seller, IBook market, uint256 id, uint256 units, uint256 price) internal {
        _do(seller, address(market), shares, units, _askCall(id, units, price));
    }

    function _bid(address buyer, IBook market, uint256 units, uint256 price) internal {
        _do(buyer, address(market), ringgit, units * price, _bidCall(units, price));
    }

    function _cancel(address door, IBook market, uint256 order) internal {
        _do(door, address(market), abi.encodeCall(IBookCore.cancel, (order)));
    }
}
