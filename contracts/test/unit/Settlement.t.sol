// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Certificate, Class, Role, Standing} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev How a campaign ends: settled in batches, or failed and refunded; nobody holds up another's due.
contract SettlementTest is Town {
    ICampaign private campaign;

    function setUp() public override {
        super.setUp();
        campaign = _live();
    }

    function _pledgers(uint256 n, uint256 units) private returns (address[] memory list) {
        list = new address[](n);
        for (uint256 i; i < n; ++i) {
            list[i] = _admitClient(omar, Role.Investor, string.concat("investor", vm.toString(i)), tan, Class.Sophisticated);
            _depositAndPledge(list[i], campaign, units);
        }
    }

    function _outOfState(ICampaign.State got, ICampaign.State wanted) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICampaign.CampaignOutOfState.selector, got, wanted);
    }

    // -- refusals

    function test_not_closed_before_the_deadline() external {
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignNotDue.selector, campaign.terms().closesAt));
        campaign.close();
    }

    function test_not_settled_before_cooling_off_is_over() external {
        _depositAndPledge(ivan, campaign, MINIMUM);
        vm.warp(campaign.terms().closesAt);
        vm.expectRevert(_outOfState(ICampaign.State.Due, ICampaign.State.Settling));
        campaign.settle(1);
        campaign.close();
        uint256 endsAt = campaign.terms().closesAt + COOLING_OFF;
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignCoolingOff.selector, endsAt));
        campaign.settle(1);
    }

    function test_not_settled_below_the_minimum() external {
        _depositAndPledge(ivan, campaign, MINIMUM);
        _depositAndPledge(iris, campaign, 1);
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        _withdrawPledge(ivan, campaign);
        vm.warp(block.timestamp + COOLING_OFF);
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignMinimumMissed.selector, 1, MINIMUM));
        campaign.settle(1);
        campaign.fail();
        campaign.refund(10);
        vm.assertEq(master.balanceOf(ringgit, iris), PRICE, "refunded");
    }

    function test_not_settled_with_a_revoked_trustee() external {
        _depositAndPledge(ivan, campaign, MINIMUM);
        _coolOff(campaign);
        _stand(rania, tan, Standing.Revoked);
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignTrusteeRevoked.selector, tan));
        campaign.settle(1);
    }

    function test_no_refund_and_nothing_to_collect_while_it_runs() external {
        _depositAndPledge(ivan, campaign, 1);
        vm.expectRevert(_outOfState(ICampaign.State.Live, ICampaign.State.Failed));
        campaign.refund(1);
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignNothingDue.selector, ivan));
        campaign.collect(ivan);
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignCannotFail.selector));
        campaign.fail();
    }

    function test_no_step_within_an_act_or_a_step() external {
        vm.prank(address(campaign));
        master.lock();
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterBusy.selector));
        campaign.close();
    }

    // -- settled

    function test_settled_in_batches_of_any_size() external {
        address[] memory all = _pledgers(5, 300);
        _coolOff(campaign);
        campaign.settle(2);
        vm.assertTrue(campaign.state() == ICampaign.State.Settling, "not yet");
        vm.assertEq(master.balanceOf(ringgit, ida), 0, "the money is released at the end");
        campaign.settle(type(uint256).max);
        vm.assertTrue(campaign.state() == ICampaign.State.Settled, "done");
        for (uint256 i; i < 5; ++i) {
            vm.assertEq(master.holdingOf(shares, all[i]).units, 300, "each has its units");
        }
        vm.assertEq(master.faceOf(shares).supply, 1_500, "what was not sold is gone");
        vm.assertEq(master.balanceOf(ringgit, address(campaign)), 0, "nothing stays");
        uint256 raised = 1_500 * PRICE;
        vm.assertEq(master.balanceOf(ringgit, omar), raised * 7 / 100, "R16");
        vm.assertEq(master.balanceOf(ringgit, ida), raised - raised * 7 / 100, "the rest");
    }

    function test_certificates_carry_the_moratorium() external {
        _depositAndPledge(ivan, campaign, MINIMUM);
        _coolOff(campaign);
        campaign.settle(1);
        Certificate memory c = master.certificateOf(shares, 2);
        vm.assertEq(c.owner, ivan, "his");
        vm.assertEq(c.lockedUntil, block.timestamp + MORATORIUM, "R19");
        vm.assertEq(c.parent, 1, "split from the lot");
    }

    function test_sold_out_delivers_the_lot_itself_last() external {
        _depositAndPledge(ivan, campaign, MAXIMUM);
        vm.warp(block.timestamp + COOLING_OFF);
        campaign.settle(1);
        vm.assertEq(master.certificateOf(shares, 1).owner, ivan, "the lot went whole");
        vm.assertEq(master.holdingOf(shares, address(campaign)).certificates, 0, "none stays");
    }

    function test_frozen_investor_waits_alone() external {
        address[] memory all = _pledgers(3, 500);
        _freeze(all[1], uint64(block.timestamp) + 30 days);
        vm.warp(campaign.terms().closesAt - 1);
        _freeze(all[1], uint64(block.timestamp) + 30 days);
        _coolOff(campaign);
        campaign.settle(3);
        vm.assertTrue(campaign.state() == ICampaign.State.Settled, "the others are not held up");
        vm.expectRevert(
            abi.encodeWithSelector(IMasterEvents.MasterFrozen.selector, all[1], master.participant(all[1]).frozenUntil)
        );
        campaign.collect(all[1]);
        vm.warp(master.participant(all[1]).frozenUntil);
        campaign.collect(all[1]);
        vm.assertEq(master.holdingOf(shares, all[1]).units, 500, "collected");
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignNothingDue.selector, all[1]));
        campaign.collect(all[1]);
    }

    function test_frozen_issuer_and_operator_are_owed() external {
        _depositAndPledge(ivan, campaign, MINIMUM);
        _coolOff(campaign);
        _freeze(ida);
        _freeze(omar);
        campaign.settle(1);
        uint256 raised = MINIMUM * PRICE;
        vm.assertEq(campaign.dueTo(ida) + campaign.dueTo(omar), raised, "kept for them");
        vm.assertEq(master.balanceOf(ringgit, address(campaign)), raised, "in the campaign");
        vm.warp(master.participant(omar).frozenUntil);
        campaign.collect(omar);
        campaign.collect(ida);
        vm.assertEq(master.balanceOf(ringgit, ida) + master.balanceOf(ringgit, omar), raised, "paid");
    }

    function test_suspended_operators_fee_is_held_and_settlement_pushed_by_anyone() external {
        _depositAndPledge(ivan, campaign, MINIMUM);
        _coolOff(campaign);
        _stand(rania, omar, Standing.Suspended);
        uint256 fee = MINIMUM * PRICE * 7 / 100;
        vm.prank(sam);
        campaign.settle(1);
        vm.assertEq(master.balanceOf(ringgit, ida), MINIMUM * PRICE - fee, "nobody else waits");
        vm.assertEq(campaign.dueTo(omar), fee, "held for it");
        campaign.collect(omar);
        vm.assertEq(master.balanceOf(ringgit, omar), fee, "not lost");
    }

    function testFuzz_fee_slabs(uint256 amount) external {
        amount = amount % 3_000_000_000;
        uint256 rate = amount <= 300_000_000 ? 70_000 : amount <= 500_000_000 ? 60_000 : amount <= 1_000_000_000
            ? 50_000 : amount <= 1_500_000_000 ? 45_000 : 40_000;
        vm.assertEq(new FeesOf().fee(SLABS, amount), amount * rate / 1_000_000, "R16, rounded down");
    }

    function testFuzz_no_fee_exceeds_the_amount(uint256 slabs, uint64 amount) external {
        vm.assertLe(new FeesOf().fee(slabs, amount), amount, "whatever the figure says");
    }

    // -- failed

    function test_fails_below_the_minimum_and_refunds_in_batches() external {
        address[] memory all = _pledgers(5, 100);
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        vm.assertTrue(campaign.state() == ICampaign.State.Failed, "failed");
        vm.assertEq(master.faceOf(shares).supply, 0, "the units are gone");
        campaign.refund(2);
        campaign.refund(type(uint256).max);
        for (uint256 i; i < 5; ++i) {
            vm.assertEq(master.balanceOf(ringgit, all[i]), 100 * PRICE, "all of it");
        }
        vm.assertEq(master.balanceOf(ringgit, address(campaign)), 0, "nothing stays");
    }

    /// @dev Money and ether that came otherwise than by a pledge count for nothing and hold up nothing.
    function test_refunds_and_settlement_are_donation_proof() external {
        _depositAndPledge(ivan, campaign, 100);
        _setRule("money-transfers", 0, 1);
        _deposit(iris, 777);
        bytes memory gift = abi.encodeWithSignature("transfer(address,uint256)", address(campaign), 777);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.NotAParticipant.selector, address(campaign));
        _refuse(iris, ringgit, ringgit, 777, gift, reason);
        vm.deal(address(campaign), 1 ether);
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        campaign.refund(9);
        vm.assertEq(master.balanceOf(ringgit, ivan), 100 * PRICE, "what he pledged, to the sen");
    }

    function test_frozen_refund_waits_alone() external {
        address[] memory all = _pledgers(3, 100);
        vm.warp(campaign.terms().closesAt);
        _freeze(all[0]);
        campaign.close();
        campaign.refund(3);
        vm.assertEq(master.balanceOf(ringgit, all[2]), 100 * PRICE, "the others have theirs");
        vm.warp(master.participant(all[0]).frozenUntil);
        campaign.collect(all[0]);
        vm.assertEq(master.balanceOf(ringgit, all[0]), 100 * PRICE, "and then the frozen one");
    }

    function test_refund_needs_no_valid_identity() external {
        _depositAndPledge(ivan, campaign, 100);
        _stand(omar, ivan, Standing.Revoked);
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        campaign.refund(1);
        vm.assertEq(master.balanceOf(ringgit, ivan), 100 * PRICE, "R29: never at a refund");
    }

    function test_fails_when_its_trustee_is_revoked() external {
        _depositAndPledge(ivan, campaign, 100);
        _stand(rania, tan, Standing.Suspended);
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignCannotFail.selector));
        campaign.fail();
        _stand(rania, tan, Standing.Revoked);
        campaign.fail();
        campaign.refund(1);
        vm.assertEq(master.balanceOf(ringgit, ivan), 100 * PRICE, "refunded without it");
    }

    function test_fails_when_settled_by_nobody_for_90_days() external {
        _depositAndPledge(ivan, campaign, MINIMUM);
        _coolOff(campaign);
        vm.warp(campaign.terms().closesAt + 90 days);
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignCannotFail.selector));
        campaign.fail();
        vm.warp(block.timestamp + 1);
        campaign.fail();
        campaign.refund(1);
        vm.assertEq(master.balanceOf(ringgit, ivan), MINIMUM * PRICE, "refunded");
    }

    function test_terminal_is_terminal() external {
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        bytes memory failed = _outOfState(ICampaign.State.Failed, ICampaign.State.Due);
        vm.expectRevert(failed);
        campaign.close();
        vm.expectRevert(_outOfState(ICampaign.State.Failed, ICampaign.State.CoolingOff));
        campaign.fail();
        vm.expectRevert(_outOfState(ICampaign.State.Failed, ICampaign.State.Settling));
        campaign.settle(1);
    }
}

import {Fees} from "../../src/libraries/Fees.sol";

contract FeesOf {
    function fee(uint256 slabs, uint256 amount) external pure returns (uint256) {
        return Fees.successFeeDown(slabs, amount);
    }
}
