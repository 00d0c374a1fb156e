// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IBook, IBookCore} from "../../src/interfaces/IBook.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Role} from "../../src/libraries/Types.sol";
import {ICeilings} from "../../src/versions/ICeilings.sol";
import {IClosedPeriods} from "../../src/versions/IClosedPeriods.sol";
import {IHostile} from "../../src/versions/IHostile.sol";
import {Town} from "../Town.sol";

/// @dev Change in the open: second versions of money and equity come into force in a market that is used, and touch nothing;
/// each can something new; one that means ill is obeyed in nothing.
contract VersionsTest is Town {
    ICampaign private campaign;
    IBook private market;
    uint256 private id;
    uint256 private constant ASK = 1;
    ICeilings private secondMoney;
    IClosedPeriods private secondEquity;

    /// @dev Ivan and Iris hold certificates, Ivan asks for buyers of some, Iris may pull money of his; a second class is in a live campaign.
    function setUp() public override {
        super.setUp();
        (, id) = _settled();
        market = _openMarket();
        vm.warp(block.timestamp + MORATORIUM);
        _deposit(ivan, 90_000);
        _deposit(iris, 50_000);
        _do(ivan, ringgit, abi.encodeCall(IERC20.approve, (iris, 700)));
        bytes memory call = abi.encodeCall(IBookCore.ask, (id, 100, 300, uint64(block.timestamp + 30 days)));
        _do(ivan, address(market), shares, 100, call);
        shares = _createClass(ida, tan);
        campaign = _live();
        _pledge(ivan, campaign, 20);
        shares = market.face();
        secondMoney = ICeilings(vm.deployCode("MoneyFactoryV2.sol:MoneyFactoryV2", abi.encode(master)));
        secondEquity = IClosedPeriods(vm.deployCode("EquityFactoryV2.sol:EquityFactoryV2", abi.encode(master)));
    }

    function _replaceBoth() private {
        _do(rania, rania, _announceCall("money", address(secondMoney), false, Role.None));
        _do(rania, rania, _announceCall("equity", address(secondEquity), false, Role.None));
        vm.warp(block.timestamp + 7 days);
        _do(tan, tan, _activateCall("money"));
        _do(tan, tan, _activateCall("equity"));
    }

    /// @dev Everything that a replacement could have touched, as one number.
    function _state() private view returns (bytes32) {
        return keccak256(abi.encode(_stateOfMoney(), _stateOfEquity(), campaign.pledgeOf(ivan), market.orderOf(ASK)));
    }

    function _stateOfMoney() private view returns (bytes memory) {
        return abi.encode(
            _money(ivan), _money(iris), _money(address(campaign)), IERC20(ringgit).totalSupply(),
            IERC20(ringgit).allowance(ivan, iris), master.tokenOf(tan)
        );
    }

    function _stateOfEquity() private view returns (bytes memory) {
        bytes memory held = abi.encode(master.holdingOf(shares, ivan), master.holdingOf(shares, iris));
        return abi.encode(master.certificateOf(shares, id), held, IERC721(shares).ownerOf(id), master.faceOf(shares));
    }

    function _money(address who) private view returns (uint256) {
        return IERC20(ringgit).balanceOf(who);
    }

    function _ceilingCall(uint256 most) private pure returns (bytes memory) {
        return abi.encodeCall(ICeilings.setCeiling, (most));
    }

    function _periodCall(uint64 from, uint64 until) private view returns (bytes memory) {
        return abi.encodeCall(IClosedPeriods.closePeriod, (shares, from, until));
    }

    // -- what is announced may be withdrawn

    function test_only_the_regulator_withdraws_what_it_announced() external {
        bytes memory call = abi.encodeWithSignature("withdrawAnnouncement(bytes32,bytes32)", bytes32("money"), bytes32("a flaw"));
        _refuse(rania, rania, call, abi.encodeWithSelector(IMasterEvents.MasterNothingAnnounced.selector, bytes32("money")));
        _do(rania, rania, _announceCall("money", address(secondMoney), false, Role.None));
        vm.prank(tan);
        vm.expectRevert();
        master.withdrawAnnouncement("money", "not mine");
        _do(rania, rania, call);
        vm.warp(block.timestamp + 7 days);
        _refuse(tan, tan, _activateCall("money"), abi.encodeWithSelector(IMasterEvents.MasterNothingAnnounced.selector, bytes32("money")));
        vm.assertEq(master.running("money"), money, "as before");
    }

    /// @dev Who activates what has a name is not said anew.
    function test_an_announcement_names_who_activates() external {
        vm.expectEmit(address(master));
        bytes32 hash = address(secondMoney).codehash;
        emit IMasterEvents.ModuleAnnounced("money", address(secondMoney), hash, uint64(block.timestamp) + 7 days, false, Role.Trustee);
        _do(rania, rania, _announceCall("money", address(secondMoney), true, Role.Regulator));
    }

    // -- during the notice

    function test_pledges_and_orders_may_be_taken_back_during_the_notice() external {
        _do(rania, rania, _announceCall("money", address(secondMoney), false, Role.None));
        _do(rania, rania, _announceCall("equity", address(secondEquity), false, Role.None));
        uint256 before = _money(ivan);
        _withdrawPledge(ivan, campaign);
        vm.assertEq(_money(ivan), before + 20 * PRICE, "all of it");
        _cancel(ivan, market, ASK);
        vm.assertEq(master.certificateOf(shares, id).heldBy, address(0), "free again");
    }

    // -- in force

    function test_nothing_is_touched() external {
        bytes32 before = _state();
        _replaceBoth();
        vm.assertEq(_state(), before, "balances, allowances, certificates, pledges, orders, addresses");
        vm.assertEq(master.running("money"), address(secondMoney), "the new money");
        vm.assertEq(master.running("equity"), address(secondEquity), "the new equity");
    }

    function test_what_was_under_way_goes_on() external {
        _replaceBoth();
        _bid(iris, market, 100, 300);
        vm.assertEq(master.holdingOf(shares, iris).units, 600, "taken");
        _withdrawPledge(ivan, campaign);
        _deposit(iris, 1);
    }

    // -- a ceiling of one's own

    function test_a_ceiling_holds_at_once_and_exits_do_not_know_it() external {
        _replaceBoth();
        _do(ivan, address(secondMoney), _ceilingCall(10 * PRICE));
        bytes memory reason =
            abi.encodeWithSelector(ICeilings.MoneyAboveCeiling.selector, ivan, 11 * PRICE, 10 * PRICE);
        _refuse(ivan, address(campaign), ringgit, 11 * PRICE, _pledgeCall(11, 11), reason);
        _pledge(ivan, campaign, 10);
        _setRule("money-transfers", 0, 1);
        reason = abi.encodeWithSelector(ICeilings.MoneyAboveCeiling.selector, ivan, 2_501, 2_500);
        _refuse(ivan, ringgit, ringgit, 2_501, abi.encodeCall(IERC20.transfer, (iris, 2_501)), reason);
        _do(ivan, ivan, _withdrawalCall(ringgit, 30_000));
    }

    function test_a_raised_ceiling_waits_a_day() external {
        _replaceBoth();
        _do(ivan, address(secondMoney), _ceilingCall(1_000));
        _do(ivan, address(secondMoney), _ceilingCall(0));
        uint256 raised = block.timestamp + 1 days;
        vm.warp(raised - 1);
        vm.assertEq(secondMoney.ceilingOf(ivan), 1_000, "not yet");
        vm.warp(raised);
        vm.assertEq(secondMoney.ceilingOf(ivan), type(uint96).max, "none");
        vm.assertEq(secondMoney.ceilingOf(iris), type(uint96).max, "nor ever another's");
    }

    // -- a closed period

    function test_only_the_issuer_closes_its_class_in_time_and_not_for_long() external {
        _replaceBoth();
        uint64 soon = uint64(block.timestamp) + 3 days;
        bytes memory reason = abi.encodeWithSelector(IClosedPeriods.EquityNotTheIssuer.selector, shares, ivan);
        _refuse(ivan, address(secondEquity), _periodCall(soon, soon + 1), reason);
        reason = abi.encodeWithSelector(IClosedPeriods.EquityPeriodOutOfRange.selector, soon - 1, soon, soon);
        _refuse(ida, address(secondEquity), _periodCall(soon - 1, soon), reason);
        reason = abi.encodeWithSelector(IClosedPeriods.EquityPeriodOutOfRange.selector, soon, soon + 30 days + 1, soon);
        _refuse(ida, address(secondEquity), _periodCall(soon, soon + 30 days + 1), reason);
        _do(ida, address(secondEquity), _periodCall(soon, soon + 30 days));
        uint64 open = soon + 60 days;
        reason = abi.encodeWithSelector(IClosedPeriods.EquityPeriodOutOfRange.selector, open - 1, open, open);
        _refuse(ida, address(secondEquity), _periodCall(open - 1, open), reason);
    }

    function test_a_closed_class_takes_no_new_ask_and_leaves_the_old() external {
        _replaceBoth();
        uint64 soon = uint64(block.timestamp) + 3 days;
        _do(ida, address(secondEquity), _periodCall(soon, soon + 5 days));
        vm.warp(soon);
        bytes memory reason = abi.encodeWithSelector(IClosedPeriods.EquityClosedPeriod.selector, shares, soon + 5 days);
        _refuse(iris, address(market), shares, 10, _askCall(3, 10, 300), reason);
        _bid(iris, market, 50, 300);
        _cancel(ivan, market, ASK);
        vm.warp(soon + 5 days);
        _do(iris, address(market), shares, 10, _askCall(3, 10, 300));
    }

    // -- one that means ill

    function test_a_hostile_version_in_force_is_obeyed_in_nothing() external {
        IHostile hostile = IHostile(vm.deployCode("HostileMoney.sol:HostileMoney", abi.encode(master)));
        _replace("money", address(hostile), false, tan);
        vm.assertEq(master.running("money"), address(hostile), "in force");
        bytes32 before = _state();
        (, bool[] memory obeyed, bytes[] memory reasons) =
            hostile.rob(IHostile.Prey(ringgit, shares, ivan, iris, 1_000, id));
        bytes4[17] memory wanted = [
            IMasterEvents.MasterNotAFace.selector, IMasterEvents.MasterNotAFace.selector, IMasterEvents.MasterWrongRole.selector,
            IMasterEvents.MasterWrongRole.selector, IMasterEvents.MasterNotActing.selector,
            IMasterEvents.MasterNotAnInstance.selector, IMasterEvents.NotAParticipant.selector,
            IMasterEvents.MasterNotAFace.selector, IMasterEvents.MasterNotAFace.selector, IMasterEvents.MasterNotActing.selector,
            IMasterEvents.MasterNotAnInstance.selector, IMasterEvents.MasterNotAnInstance.selector,
            IMasterEvents.NotAParticipant.selector, IMasterEvents.MasterWrongRole.selector,
            IMasterEvents.MasterWrongRole.selector, IMasterEvents.MasterNothingAnnounced.selector,
            IMasterEvents.MasterNotActing.selector
        ];
        for (uint256 i; i < 17; ++i) {
            vm.assertTrue(!obeyed[i], "the kernel refused it");
            vm.assertEq(bytes32(bytes4(reasons[i])), bytes32(wanted[i]), "for its own reason");
        }
        vm.assertEq(_state(), before, "nothing moved");
    }
}
