// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {IRulebook} from "../../src/interfaces/IRulebook.sol";
import {Standing} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev Pledging first come, first served; withdrawing while live and in cooling-off.
contract PledgingTest is Town {
    ICampaign private campaign;

    function setUp() public override {
        super.setUp();
        campaign = _live();
        _deposit(ivan, MAXIMUM * PRICE);
        _deposit(iris, MAXIMUM * PRICE);
    }

    function _refusePledge(uint256 units, uint256 least, bytes memory reason) private {
        _refuse(ivan, address(campaign), ringgit, units * PRICE, _pledgeCall(units, least), reason);
    }

    // -- refusals

    /// @dev Not even an issuer that has the money.
    function test_only_investors_pledge() external {
        _setRule("money-transfers", 0, 1);
        _do(ivan, ringgit, ringgit, PRICE, abi.encodeWithSignature("transfer(address,uint256)", ida, PRICE));
        bytes memory reason = abi.encodeWithSelector(IRulebook.RulebookNotAnInvestor.selector, ida);
        _refuse(ida, address(campaign), ringgit, PRICE, _pledgeCall(1, 1), reason);
    }

    function test_nothing_is_no_pledge() external {
        _refusePledge(0, 0, abi.encodeWithSelector(ICampaign.CampaignZeroUnits.selector));
    }

    function test_fewer_left_than_the_least() external {
        _pledge(iris, campaign, MAXIMUM - 10);
        _refusePledge(20, 11, abi.encodeWithSelector(ICampaign.CampaignTooFewLeft.selector, 10, 11));
    }

    function test_not_more_than_there_is_money() external {
        bytes memory transferAll = _withdrawalCall(ringgit, MAXIMUM * PRICE - 1);
        _do(ivan, ivan, transferAll);
        _refusePledge(1, 1, abi.encodeWithSelector(IMasterEvents.MasterBalanceTooLow.selector, ringgit, ivan, 1, PRICE));
    }

    function test_mandate_binds_the_pledge() external {
        bytes memory small = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, 2 * PRICE, PRICE);
        _refuse(ivan, address(campaign), ringgit, PRICE, _pledgeCall(2, 2), small);
        bytes memory other = abi.encodeWithSelector(IMasterEvents.MasterOtherAsset.selector, shares, ringgit);
        _refuse(ivan, address(campaign), shares, PRICE, _pledgeCall(1, 1), other);
        bytes memory none = abi.encodeWithSelector(IMasterEvents.MasterOtherAsset.selector, address(0), ringgit);
        _refuse(ivan, address(campaign), address(0), 0, _pledgeCall(1, 1), none);
    }

    function test_not_after_the_deadline() external {
        vm.warp(campaign.terms().closesAt);
        _refusePledge(
            1, 1, abi.encodeWithSelector(ICampaign.CampaignOutOfState.selector, ICampaign.State.Due, ICampaign.State.Live)
        );
    }

    /// @dev Suspended: no pledge, and nothing fails.
    function test_not_in_the_money_of_a_suspended_trustee() external {
        _stand(rania, tan, Standing.Suspended);
        _refusePledge(1, 1, abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, tan, tan));
        vm.assertTrue(campaign.state() == ICampaign.State.Live, "live all the same");
        _stand(rania, tan, Standing.Active);
        _pledge(ivan, campaign, 1);
    }

    /// @dev R7: a class is certified for a time; then it has to be renewed.
    function test_not_with_a_class_that_has_expired() external {
        bytes memory renew = abi.encodeWithSignature("renew(address,uint8,uint64)", ivan, 3, uint64(block.timestamp + 1 days));
        _do(omar, omar, renew);
        vm.warp(block.timestamp + 1 days + 1);
        _refusePledge(1, 1, abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, ivan, ivan));
        renew = abi.encodeWithSignature("renew(address,uint8,uint64)", ivan, 3, uint64(block.timestamp + 365 days));
        _do(omar, omar, renew);
        _pledge(ivan, campaign, 1);
    }

    function test_nothing_to_withdraw() external {
        bytes memory reason = abi.encodeWithSelector(ICampaign.CampaignNothingPledged.selector, ivan);
        _refuse(ivan, address(campaign), abi.encodeCall(ICampaign.withdrawPledge, ()), reason);
    }

    function test_again_only_in_the_next_second() external {
        _pledge(ivan, campaign, 5);
        _withdrawPledge(ivan, campaign);
        _refusePledge(5, 5, abi.encodeWithSelector(ICampaign.CampaignPledgeTooSoon.selector, block.timestamp));
        vm.warp(block.timestamp + 1);
        _pledge(ivan, campaign, 5);
    }

    function test_cooling_off_ends() external {
        _pledge(ivan, campaign, MINIMUM);
        _coolOff(campaign);
        bytes memory reason = abi.encodeWithSelector(ICampaign.CampaignCoolingOffOver.selector, block.timestamp);
        _refuse(ivan, address(campaign), abi.encodeCall(ICampaign.withdrawPledge, ()), reason);
    }

    // -- as it should be

    function test_filled_down_to_what_is_left_and_closed_at_once() external {
        _pledge(iris, campaign, MAXIMUM - 10);
        _do(ivan, address(campaign), ringgit, 20 * PRICE, _pledgeCall(20, 10));
        vm.assertEq(campaign.pledgeOf(ivan).units, 10, "filled down");
        vm.assertEq(master.balanceOf(ringgit, ivan), (MAXIMUM - 10) * PRICE, "and paid for no more");
        vm.assertTrue(campaign.state() == ICampaign.State.CoolingOff, "closed at once");
        _refusePledge(
            1, 1,
            abi.encodeWithSelector(ICampaign.CampaignOutOfState.selector, ICampaign.State.CoolingOff, ICampaign.State.Live)
        );
    }

    function test_withdrawal_in_cooling_off_reopens_nothing() external {
        _pledge(iris, campaign, MAXIMUM);
        _withdrawPledge(iris, campaign);
        vm.assertTrue(campaign.state() == ICampaign.State.CoolingOff, "still closed");
        vm.warp(block.timestamp + COOLING_OFF);
        campaign.fail(); // R8: the minimum is tested again
        vm.assertTrue(campaign.state() == ICampaign.State.Failed, "failed");
    }

    function test_withdrawn_pledge_returns_its_limit() external {
        _setRule("R4", 3, 100 * PRICE);
        _pledge(ivan, campaign, 100);
        _withdrawPledge(ivan, campaign);
        vm.warp(block.timestamp + 1);
        _refusePledge(1, 1, abi.encodeWithSignature("RulebookIssuerCeiling(uint256,uint256,uint256)", 100 * PRICE, 100 * PRICE, PRICE));
        (bool ok,) = rulebook.call(abi.encodeWithSignature("tidy(bytes32,uint256)", keccak256("ivan"), 5));
        vm.assertTrue(ok, "tidied");
        _pledge(ivan, campaign, 100);
    }

    function testFuzz_escrow_is_what_is_booked(uint16[8] calldata units) external {
        uint256 expected;
        for (uint256 i; i < 8; ++i) {
            uint256 wanted = uint256(units[i]) % 700;
            address who = i % 2 == 0 ? ivan : iris;
            (Outcome outcome,,) = _try(who, address(campaign), ringgit, wanted * PRICE, _pledgeCall(wanted, wanted));
            if (outcome == Outcome.Performed) expected += wanted;
        }
        vm.assertEq(campaign.unitsPledged(), expected, "booked");
        vm.assertEq(master.balanceOf(ringgit, address(campaign)), expected * PRICE, "and in escrow");
    }
}
