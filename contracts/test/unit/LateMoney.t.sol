// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IRulebook} from "../../src/interfaces/IRulebook.sol";
import {SignedAct} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev Money that the bank credited before the close and that is minted after it: what was intended before still counts.
contract LateMoneyTest is Town {
    uint256 private constant GRACE = 1 days;
    ICampaign private campaign;
    uint64 private closesAt;

    function setUp() public override {
        super.setUp();
        _setRule("late-money-s", 0, GRACE);
        campaign = _live();
        closesAt = campaign.terms().closesAt;
    }

    function _mintAt(address to, uint256 amount, bytes32 ref, uint64 creditedAt) private {
        _do(tan, tan, abi.encodeWithSignature("mint(address,uint256,bytes32,uint64)", to, amount, ref, creditedAt));
    }

    function _intend(address who, uint256 units) private {
        campaign.intend(campaign.intentOf(who, units, units));
    }

    function _refusePledge(uint256 units, bytes memory reason) private {
        _refuse(ivan, address(campaign), ringgit, units * PRICE, _pledgeCall(units, units), reason);
    }

    function _notLate(bytes32 ref, uint64 creditedAt) private view returns (bytes memory) {
        return abi.encodeWithSelector(ICampaign.CampaignNotLateMoney.selector, ref, creditedAt, closesAt);
    }

    function _outOfState(ICampaign.State got, ICampaign.State wanted) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICampaign.CampaignOutOfState.selector, got, wanted);
    }

    // -- refusals

    function test_nothing_is_intended_after_the_close() external {
        vm.warp(closesAt);
        bytes32 intent = campaign.intentOf(ivan, 5, 5);
        vm.expectRevert(_outOfState(ICampaign.State.Due, ICampaign.State.Live));
        campaign.intend(intent);
    }

    function test_not_what_was_not_intended() external {
        _intend(ivan, 5);
        vm.warp(closesAt);
        _mintAt(ivan, 10 * PRICE, "r", closesAt - 1);
        campaign.showDeposit(ivan, "r");
        bytes32 other = campaign.intentOf(ivan, 6, 6);
        _refusePledge(6, abi.encodeWithSelector(ICampaign.CampaignNotIntended.selector, other));
    }

    function test_not_without_a_deposit_stamped_before_the_close() external {
        _intend(ivan, 5);
        vm.warp(closesAt);
        _mintAt(ivan, 10 * PRICE, "too late", closesAt);
        _refusePledge(5, abi.encodeWithSelector(ICampaign.CampaignNoLateMoney.selector, ivan));
        vm.expectRevert(_notLate("too late", closesAt));
        campaign.showDeposit(ivan, "too late");
        vm.expectRevert(_notLate("unknown", 0));
        campaign.showDeposit(address(0), "unknown");
        _mintAt(iris, 10 * PRICE, "hers", closesAt - 1);
        vm.expectRevert(_notLate("hers", closesAt - 1));
        campaign.showDeposit(ivan, "hers");
    }

    function test_an_intent_serves_once() external {
        _intend(ivan, 5);
        vm.warp(closesAt);
        _mintAt(ivan, 10 * PRICE, "r", closesAt - 1);
        campaign.showDeposit(ivan, "r");
        _pledge(ivan, campaign, 5);
        _refusePledge(5, abi.encodeWithSelector(ICampaign.CampaignNotIntended.selector, campaign.intentOf(ivan, 5, 5)));
    }

    function test_not_after_the_grace_and_not_closed_before_its_end() external {
        _intend(ivan, MINIMUM);
        vm.warp(closesAt + GRACE - 1);
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignNotDue.selector, closesAt + GRACE));
        campaign.close();
        _mintAt(ivan, MINIMUM * PRICE, "r", closesAt - 1);
        campaign.showDeposit(ivan, "r");
        vm.warp(closesAt + GRACE);
        _refusePledge(MINIMUM, _outOfState(ICampaign.State.Due, ICampaign.State.Live));
        campaign.close();
        vm.assertTrue(campaign.state() == ICampaign.State.Failed, "an intent counts nowhere");
    }

    // -- as it should be

    /// @dev The very act that was signed before the close, relayed after it.
    function test_the_same_signed_pledge_counts() external {
        SignedAct memory s = _signed(
            ivan, _act(ivan, address(campaign), ringgit, MINIMUM * PRICE, _pledgeCall(MINIMUM, MINIMUM))
        );
        s.act.deadline = closesAt + 30 days;
        s = _signed(ivan, s.act);
        vm.prank(sam);
        _intend(ivan, MINIMUM);
        vm.assertEq(campaign.unitsPledged(), 0, "it reserves nothing");
        vm.warp(closesAt + GRACE - 1);
        _mintAt(ivan, MINIMUM * PRICE, "r", closesAt - 1);
        campaign.showDeposit(ivan, "r");
        (Outcome outcome,) = _outcome(_relayOne(s), ivan, s.act.nonce);
        vm.assertTrue(outcome == Outcome.Performed, "performed");
        vm.warp(closesAt + GRACE);
        campaign.close();
        vm.assertTrue(campaign.state() == ICampaign.State.CoolingOff, "it made the minimum");
        vm.warp(closesAt + GRACE + COOLING_OFF);
        campaign.settle(1);
        vm.assertEq(master.holdingOf(shares, ivan).units, MINIMUM, "settled");
    }

    function test_reaching_the_maximum_in_the_grace_closes() external {
        _intend(ivan, MAXIMUM);
        vm.warp(closesAt);
        _mintAt(ivan, MAXIMUM * PRICE, "r", closesAt - 1);
        campaign.showDeposit(ivan, "r");
        _pledge(ivan, campaign, MAXIMUM);
        vm.assertTrue(campaign.state() == ICampaign.State.CoolingOff, "closed at once");
    }

    /// @dev Whatever the figure says, a campaign comes to its close.
    function test_no_grace_is_longer_than_30_days() external {
        vm.warp(closesAt + GRACE);
        campaign.close();
        _setRule("late-money-s", 0, 10_000 days);
        ICampaign next = _live();
        (uint64 graceEndsAt,,) = next.dates();
        vm.assertEq(graceEndsAt, next.terms().closesAt + 30 days, "bounded");
    }

    /// @dev Friday, 10 October 2025, 10:00 in Kuala Lumpur: money counts until Monday's end, six whole business days follow.
    function test_windows_by_business_days() external {
        _setRule("late-money-s", 0, 0);
        _setRule("late-money", 0, 1);
        _setRule("R10s", 0, 0);
        _setRule("R10", 0, 6);
        (uint64 grace, uint64 end) = IRulebook(rulebook).windows(1_760_061_600);
        vm.assertEq(grace, 1_760_371_200, "14 October, 00:00");
        vm.assertEq(end, 1_761_062_400, "22 October, 00:00");
    }
}
