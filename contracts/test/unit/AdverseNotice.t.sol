// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {Standing} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev R11: a material adverse change is told, every pledge may be withdrawn, and nothing settles meanwhile.
contract AdverseNoticeTest is Town {
    uint256 private constant WINDOW = 14 days;
    ICampaign private campaign;

    function setUp() public override {
        super.setUp();
        _setRule("R11", 0, WINDOW);
        campaign = _live();
        _depositAndPledge(ivan, campaign, MINIMUM);
        _depositAndPledge(iris, campaign, 10);
    }

    function _noticeCall() private pure returns (bytes memory) {
        return abi.encodeCall(ICampaign.adverseNotice, ("the founder left"));
    }

    function _outOfState(ICampaign.State got) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICampaign.CampaignOutOfState.selector, got, ICampaign.State.Live);
    }

    // -- refusals

    function test_only_its_issuer_or_operator() external {
        bytes memory reason = abi.encodeWithSelector(ICampaign.CampaignWrongActor.selector, ivan, ida);
        _refuse(ivan, address(campaign), _noticeCall(), reason);
        reason = abi.encodeWithSelector(ICampaign.CampaignWrongActor.selector, tan, ida);
        _refuse(tan, address(campaign), _noticeCall(), reason);
    }

    function test_not_before_the_opening_nor_once_it_settles() external {
        _coolOff(campaign);
        campaign.settle(1);
        _refuse(ida, address(campaign), _noticeCall(), _outOfState(ICampaign.State.Settling));
        campaign.settle(1);
        _refuse(ida, address(campaign), _noticeCall(), _outOfState(ICampaign.State.Settled));
        ICampaign next = _propose(ida, shares);
        _refuse(ida, address(next), _noticeCall(), _outOfState(ICampaign.State.Proposed));
    }

    function test_nothing_settles_meanwhile() external {
        _coolOff(campaign);
        uint256 endsAt = block.timestamp + WINDOW;
        _do(omar, address(campaign), _noticeCall());
        vm.warp(endsAt - 1);
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignAdverseNotice.selector, endsAt));
        campaign.settle(5);
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignCannotFail.selector));
        campaign.fail();
        vm.warp(endsAt);
        campaign.settle(5);
        vm.assertTrue(campaign.state() == ICampaign.State.Settled, "and then it does");
    }

    function test_the_exit_closes_with_the_window() external {
        _coolOff(campaign);
        _do(ida, address(campaign), _noticeCall());
        vm.warp(block.timestamp + WINDOW);
        bytes memory reason = abi.encodeWithSelector(ICampaign.CampaignCoolingOffOver.selector, block.timestamp);
        _refuse(ivan, address(campaign), abi.encodeCall(ICampaign.withdrawPledge, ()), reason);
    }

    // -- as it should be

    function test_every_pledge_may_be_withdrawn_after_cooling_off_and_r8_is_tested_again() external {
        _coolOff(campaign);
        _do(ida, address(campaign), _noticeCall());
        vm.warp(block.timestamp + WINDOW - 1);
        _withdrawPledge(ivan, campaign);
        vm.assertEq(master.balanceOf(ringgit, ivan), MINIMUM * PRICE, "all of it");
        vm.warp(block.timestamp + 1);
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignMinimumMissed.selector, 10, MINIMUM));
        campaign.settle(5);
        campaign.fail();
        campaign.refund(5);
        vm.assertEq(master.balanceOf(ringgit, iris), 10 * PRICE, "refunded");
    }

    function test_pledges_go_on_while_live() external {
        _do(ida, address(campaign), _noticeCall());
        _depositAndPledge(iris, campaign, 5);
        vm.assertEq(campaign.pledgeOf(iris).units, 15, "pledged");
        (,, uint64 endsAt) = campaign.dates();
        vm.assertEq(endsAt, block.timestamp + WINDOW, "a date, not a state");
        vm.assertTrue(campaign.state() == ICampaign.State.Live, "live");
    }

    /// @dev The last notice counts; ninety days after the close it is over all the same.
    function test_notices_hold_nobody_for_ever() external {
        _coolOff(campaign);
        for (uint256 i; i < 6; ++i) {
            _do(ida, address(campaign), _noticeCall());
            vm.warp(block.timestamp + WINDOW - 1);
        }
        vm.warp(campaign.terms().closesAt + 90 days + 1);
        campaign.fail();
        campaign.refund(5);
        vm.assertEq(master.balanceOf(ringgit, ivan), MINIMUM * PRICE, "refunded");
    }

    function test_a_suspended_operator_tells_nothing() external {
        _stand(rania, omar, Standing.Suspended);
        _refuse(omar, address(campaign), _noticeCall(), abi.encodeWithSignature("MasterNotActive(address,address)", omar, omar));
    }
}
