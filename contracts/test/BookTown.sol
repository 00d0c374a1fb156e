// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBook, IBookCore, IBookOffice} from "../src/interfaces/IBook.sol";
import {IBookEvents} from "../src/interfaces/IBookEvents.sol";
import {ICampaign} from "../src/interfaces/ICampaign.sol";
import {IDoor} from "../src/interfaces/IDoor.sol";
import {IMasterEvents} from "../src/interfaces/IMasterEvents.sol";
import {Act, Class, Role, Signer} from "../src/libraries/Types.sol";
import {Town} from "./Town.sol";
import {Vm} from "./Vm.sol";

/// @dev A town with an order book and traders who hold shares and money. They act by one key of their own accord, so that
/// thousands of orders are placed in no time.
abstract contract BookTown is Town {
    uint256 internal constant RATE = 12_500;
    uint256 internal constant LEAST_FEE = 5_000;
    uint256 internal constant TICK = 5;
    uint256 internal constant START = 500;
    uint256 internal constant EACH = 10_000;
    uint256 internal constant CASH = 50_000_000;
    uint256 private constant KEY = 77;

    IBook internal book;
    address[] internal traders;
    /// @dev The certificate that each trader has from the campaign.
    mapping(address trader => uint256) internal certificateOf;

    function setUp() public virtual override {
        super.setUp();
        _setRule("R20", 0, 1);
        _setRule(_permission(omar), 0, 1);
        _setRule("R21", 0, _sessions(0));
        _setRule("R21-auction", 0, 1);
        _setRule("R22", 0, RATE);
        _setRule("R22m", 0, LEAST_FEE);
        _spread(6);
        vm.warp(block.timestamp + MORATORIUM);
        book = _openBook(IBookEvents.Form.Continuous, address(0));
    }

    function _permission(address its) internal pure returns (bytes32) {
        return bytes32("R20") | bytes32(uint256(uint160(its)));
    }

    function _openCall(IBookEvents.Form form, address predecessor) internal view returns (bytes memory) {
        return abi.encodeCall(IBookOffice.open, (shares, ringgit, TICK, START, form, predecessor));
    }

    function _openBook(IBookEvents.Form form, address predecessor) internal returns (IBook) {
        bytes memory call = _openCall(form, predecessor);
        return IBook(_addressIn(_do(omar, bookTemplate, call), IMasterEvents.Opened.selector, 1));
    }

    // -- traders

    function _admitTrader(bytes32 person) internal returns (address door) {
        Signer[] memory one = new Signer[](1);
        one[0].key = vm.addr(KEY);
        vm.prank(omar);
        door = master.admit(Role.Investor, 0, one, tan, person, Class.Sophisticated, uint64(block.timestamp + 3650 days));
        _keysOf[door] = _one(KEY);
        _mint(door, CASH);
    }

    function _mint(address to, uint256 amount) internal {
        bytes32 ref = keccak256(abi.encode("cash", to, master.balanceOf(ringgit, to), block.timestamp));
        vm.prank(tan);
        master.mint(to, amount, ref, 1);
    }

    /// @dev A settled campaign in which `n` traders bought EACH units, and have money left.
    function _spread(uint256 n) internal {
        bytes memory call = abi.encodeCall(
            ICampaign.propose,
            (
                shares, ringgit, PRICE, n * EACH, n * EACH, uint64(block.timestamp + 1 days),
                uint64(block.timestamp + 31 days), "disclosure", ICampaign.Allocation.FirstCome
            )
        );
        ICampaign campaign = ICampaign(_addressIn(_do(ida, campaignTemplate, call), IMasterEvents.Opened.selector, 1));
        _approve(omar, campaign);
        _mintUnits(shares, address(campaign), n * EACH);
        vm.warp(campaign.terms().opensAt);
        for (uint256 i; i < n; ++i) {
            address door = _admitTrader(keccak256(abi.encode("trader", i)));
            traders.push(door);
            _go(door, address(campaign), ringgit, EACH * PRICE, _pledgeCall(EACH, EACH));
            certificateOf[door] = i == n - 1 ? 1 : i + 2; // the last takes what is left, whole
        }
        vm.warp(block.timestamp + COOLING_OFF);
        campaign.settle(n);
        for (uint256 i; i < n; ++i) {
            vm.assertEq(master.certificateOf(shares, certificateOf[traders[i]]).owner, traders[i], "each has its own");
        }
    }

    function _go(address door, address target, address asset, uint256 most, bytes memory call) internal {
        Act memory a = Act(target, call, asset, most, _nextNonce[door]++, block.timestamp + 1 hours);
        vm.prank(vm.addr(KEY));
        IDoor(door).act(a);
    }

    /// @dev It must be refused with this very reason.
    function _goes(address door, address target, address asset, uint256 most, bytes memory call, bytes memory wanted) internal {
        Act memory a = Act(target, call, asset, most, _nextNonce[door]++, block.timestamp + 1 hours);
        vm.expectRevert(wanted);
        vm.prank(vm.addr(KEY));
        IDoor(door).act(a);
    }

    /// @dev `units` of the trader's certificate as one of its own.
    function _split(address door, uint256 units) internal returns (uint256) {
        _go(door, shares, shares, 0, abi.encodeWithSignature("split(uint256,uint256)", certificateOf[door], units));
        return master.faceOf(shares).certificates;
    }

    // -- orders

    function _bid(address door, uint256 units, uint256 price) internal returns (uint256) {
        return _bidUntil(door, units, price, _soon());
    }

    function _bidUntil(address door, uint256 units, uint256 price, uint64 expiresAt) internal returns (uint256) {
        _go(door, address(book), ringgit, type(uint256).max, abi.encodeCall(IBookCore.bid, (units, price, expiresAt)));
        return book.course().lastOrder;
    }

    function _ask(address door, uint256 units, uint256 price) internal returns (uint256) {
        return _askUntil(door, units, price, _soon());
    }

    /// @dev Of a certificate of its own, split off for it.
    function _askUntil(address door, uint256 units, uint256 price, uint64 expiresAt) internal returns (uint256) {
        uint256 id = _split(door, units);
        bytes memory call = abi.encodeCall(IBookCore.ask, (id, units, price, expiresAt));
        _go(door, address(book), shares, units, call);
        return book.course().lastOrder;
    }

    function _cancel(address door, uint256 order) internal {
        _go(door, address(book), address(0), 0, abi.encodeCall(IBookCore.cancel, (order)));
    }

    // -- what was told

    struct Fill { uint256 bid; uint256 ask; uint256 units; uint256 price; }

    function _fills(Vm.Log[] memory logs) internal pure returns (Fill[] memory list) {
        uint256 n;
        for (uint256 i; i < logs.length; ++i) {
            if (_isFill(logs[i])) ++n;
        }
        list = new Fill[](n);
        n = 0;
        for (uint256 i; i < logs.length; ++i) {
            if (!_isFill(logs[i])) continue;
            (,,, uint256 units, uint256 price,,) =
                abi.decode(logs[i].data, (address, address, uint256, uint256, uint256, uint256, uint256));
            list[n++] = Fill(uint256(logs[i].topics[1]), uint256(logs[i].topics[2]), units, price);
        }
    }

    function _isFill(Vm.Log memory entry) private pure returns (bool) {
        return entry.topics.length != 0 && entry.topics[0] == IBookEvents.Filled.selector;
    }

    /// @dev What one side of an order has paid in fees when its fills came to `proceeds` (R22).
    function _feeOf(uint256 proceeds) internal pure returns (uint256 fee) {
        fee = proceeds * RATE / 1_000_000;
        if (fee < LEAST_FEE) fee = LEAST_FEE;
        if (fee > proceeds) fee = proceeds;
    }

    /// @dev What a bid of so many units at this price must leave in escrow.
    function _heldFor(uint256 units, uint256 price) internal pure returns (uint256) {
        return units * price + _feeOf(units * price);
    }

    function _cashOf(address door) internal view returns (uint256) {
        return master.balanceOf(ringgit, door);
    }

    function _unitsOf(address door) internal view returns (uint256) {
        return master.holdingOf(shares, door).units;
    }
}
