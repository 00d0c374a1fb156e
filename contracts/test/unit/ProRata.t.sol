// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {IRulebook} from "../../src/interfaces/IRulebook.sol";
import {Class, Role} from "../../src/libraries/Types.sol";
import {LargestRemainder} from "../LargestRemainder.sol";
import {Town} from "../Town.sol";

/// @dev Demand beyond the maximum, cut by largest remainder at the close.
contract ProRataTest is Town {
    uint256 private constant N = 7;
    ICampaign private campaign;
    address[] private crowd;

    function setUp() public override {
        super.setUp();
        for (uint256 i; i < N; ++i) {
            crowd.push(_admitClient(omar, Role.Investor, string.concat("p", vm.toString(i)), tan, Class.Sophisticated));
            _deposit(crowd[i], 10 * MAXIMUM * PRICE);
        }
        campaign = _liveProRata();
    }

    function _liveProRata() private returns (ICampaign c) {
        bytes memory call = abi.encodeCall(
            ICampaign.propose,
            (
                shares, ringgit, PRICE, MINIMUM, MAXIMUM, uint64(block.timestamp + 1 days), uint64(block.timestamp + 31 days),
                "disclosure", ICampaign.Allocation.ProRata
            )
        );
        c = ICampaign(_addressIn(_do(ida, campaignTemplate, call), IMasterEvents.Opened.selector, 1));
        _approve(omar, c);
        _mintUnits(shares, address(c), MAXIMUM);
        vm.warp(c.terms().opensAt);
    }

    function _ask(address who, uint256 units) private {
        _do(who, address(campaign), ringgit, units * PRICE, _pledgeCall(units, 1));
    }

    function _close() private {
        vm.warp(campaign.terms().closesAt);
        campaign.close();
    }

    /// @dev 3,000 + 2,000 + 2,000 for 4,000: 1,714.3, 1,142.9 and 1,142.9.
    function _threeAsk() private {
        _ask(crowd[0], 3_000);
        _ask(crowd[1], 2_000);
        _ask(crowd[2], 2_000);
    }

    function _nothing() private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICampaign.CampaignNothingToAllocate.selector);
    }

    // -- refusals

    function test_one_pledge_and_the_least_is_one_unit() external {
        _ask(crowd[0], 10);
        bytes memory reason = abi.encodeWithSelector(ICampaign.CampaignPledgeStands.selector, crowd[0]);
        _refuse(crowd[0], address(campaign), ringgit, PRICE, _pledgeCall(1, 1), reason);
        reason = abi.encodeWithSelector(ICampaign.CampaignLeastTooHigh.selector, 2);
        _refuse(crowd[1], address(campaign), ringgit, 2 * PRICE, _pledgeCall(2, 2), reason);
    }

    function test_nothing_to_allocate_without_too_much_demand() external {
        _ask(crowd[0], MAXIMUM);
        vm.assertTrue(campaign.state() == ICampaign.State.Live, "the maximum closes nothing");
        vm.expectRevert(_nothing());
        campaign.allocate(0, address(0), 10);
        _close();
        vm.expectRevert(_nothing());
        campaign.allocate(0, address(0), 10);
        vm.expectRevert(_nothing());
        campaign.returnExcess(10);
        vm.warp(block.timestamp + COOLING_OFF);
        campaign.settle(5);
        vm.assertEq(master.holdingOf(shares, crowd[0]).units, MAXIMUM, "all that was asked for");
    }

    function test_a_wrong_cut_off_comes_to_nothing_and_holds_up_nobody() external {
        _threeAsk();
        _close();
        campaign.allocate(7_000, address(0), 2);
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignWrongCutOff.selector, MAXIMUM - 2, MAXIMUM));
        campaign.allocate(7_000, address(0), 2);
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignWrongCutOff.selector, MAXIMUM + 1, MAXIMUM));
        campaign.allocate(0, address(0), 3);
        (,, address last) = _two2000();
        campaign.allocate(6_000, last, 1);
        campaign.allocate(6_000, last, 5);
        vm.expectRevert(_nothing());
        campaign.allocate(6_000, last, 5);
    }

    /// @dev 2,000 x 4,000 mod 7,000 is 6,000, twice: both get the unit more.
    function _two2000() private view returns (uint64, uint64, address) {
        return (6_000, 6_000, crowd[1] > crowd[2] ? crowd[1] : crowd[2]);
    }

    function test_not_settled_before_the_excess_is_returned() external {
        _threeAsk();
        _close();
        vm.warp(block.timestamp + COOLING_OFF);
        bytes memory reason = abi.encodeWithSelector(ICampaign.CampaignNotAllocated.selector);
        vm.expectRevert(reason);
        campaign.settle(5);
        (,, address last) = _two2000();
        campaign.allocate(6_000, last, 5);
        campaign.returnExcess(2);
        vm.expectRevert(reason);
        campaign.settle(5);
        campaign.returnExcess(2);
        campaign.settle(5);
        vm.assertTrue(campaign.state() == ICampaign.State.Settled, "settled");
        vm.assertEq(master.balanceOf(ringgit, address(campaign)), 0, "to the sen");
    }

    // -- as it should be

    /// @dev To the unit and the sen, whatever is asked, in batches of any size.
    function testFuzz_largest_remainder(uint16[N] calldata seeds, uint8 batch) external {
        uint256[] memory asked = new uint256[](N);
        (uint256 demand, uint256 investors) = (0, 0);
        for (uint256 i; i < N; ++i) {
            asked[i] = seeds[i] % 3 == 0 ? 700 : uint256(seeds[i]) % (2 * MAXIMUM);
            if (asked[i] == 0) continue;
            _ask(crowd[i], asked[i]);
            (demand, investors) = (demand + asked[i], investors + 1);
        }
        if (demand <= MAXIMUM) return;
        _close();
        (uint256[] memory wanted, uint64 rest, address last) = LargestRemainder.cut(crowd, asked, MAXIMUM);
        uint256 n = 1 + batch % N;
        for (uint256 i; i < investors; i += n) {
            campaign.allocate(rest, last, n);
        }
        for (uint256 i; i < investors; i += n) {
            campaign.returnExcess(n);
        }
        for (uint256 i; i < N; ++i) {
            vm.assertEq(campaign.pledgeOf(crowd[i]).units, wanted[i], "as the reference has it");
            vm.assertEq(campaign.allocationOf(crowd[i]), wanted[i], "and as it is read");
        }
        vm.assertEq(campaign.unitsPledged(), MAXIMUM, "R14: exactly the maximum");
        vm.assertEq(master.balanceOf(ringgit, address(campaign)), MAXIMUM * PRICE, "in escrow");
    }

    /// @dev Who withdrew before the close is no demand; who withdraws after it leaves a gap that nobody fills.
    function test_withdrawals_before_and_after_the_close() external {
        _threeAsk();
        _ask(crowd[3], 5_000);
        _withdrawPledge(crowd[3], campaign);
        _close();
        _withdrawPledge(crowd[2], campaign);
        vm.assertEq(master.balanceOf(ringgit, crowd[2]), 10 * MAXIMUM * PRICE, "all of it, before any allocation");
        (,, address last) = _two2000();
        campaign.allocate(6_000, last, 9);
        campaign.returnExcess(9);
        _withdrawPledge(crowd[1], campaign);
        vm.assertEq(master.balanceOf(ringgit, crowd[1]), 10 * MAXIMUM * PRICE, "excess and share");
        vm.warp(block.timestamp + COOLING_OFF);
        campaign.settle(9);
        vm.assertEq(master.holdingOf(shares, crowd[0]).units, 1_714, "not allocated anew");
        vm.assertEq(master.faceOf(shares).supply, 1_714, "and what was not sold is gone");
    }

    function test_what_is_allocated_counts_and_the_excess_is_no_more_limit() external {
        _setRule("R4", 3, 3_000 * PRICE);
        _threeAsk();
        _close();
        _tidy(0);
        vm.assertEq(_used(0), 3_000 * PRICE, "all of it until the allocation");
        (,, address last) = _two2000();
        campaign.allocate(6_000, last, 9);
        _tidy(0);
        _tidy(0);
        vm.assertEq(_used(0), 1_714 * PRICE, "and then what is allocated");
        campaign.returnExcess(9);
        vm.warp(block.timestamp + COOLING_OFF);
        campaign.settle(9);
        _tidy(0);
        vm.assertEq(_used(0), 1_714 * PRICE, "for good");
    }

    function _tidy(uint256 i) private {
        IRulebook(rulebook).tidy(keccak256(bytes(string.concat("p", vm.toString(i)))), 3);
    }

    function _used(uint256 i) private view returns (uint256 ofIssuer) {
        (, ofIssuer,) = IRulebook(rulebook).used(keccak256(bytes(string.concat("p", vm.toString(i)))), ida);
    }

    function test_a_frozen_investors_excess_waits_alone() external {
        _threeAsk();
        _close();
        _freeze(crowd[0]);
        (,, address last) = _two2000();
        campaign.allocate(6_000, last, 9);
        campaign.returnExcess(9);
        vm.assertEq(campaign.dueTo(crowd[0]), (3_000 - 1_714) * PRICE, "held");
        vm.assertEq(master.balanceOf(ringgit, crowd[1]), (10 * MAXIMUM - 1_143) * PRICE, "the others have theirs");
        vm.warp(master.participant(crowd[0]).frozenUntil);
        campaign.collect(crowd[0]);
        vm.assertEq(master.balanceOf(ringgit, crowd[0]), (10 * MAXIMUM - 1_714) * PRICE, "collected");
        campaign.settle(9);
        vm.assertEq(master.holdingOf(shares, crowd[0]).units, 1_714, "and settled like anybody");
    }

    /// @dev The minimum is tested on what is allocated, not on what was asked.
    function test_fails_when_too_little_of_the_allocation_stands() external {
        _threeAsk();
        _close();
        _withdrawPledge(crowd[0], campaign);
        _withdrawPledge(crowd[1], campaign);
        (,, address last) = _two2000();
        vm.warp(block.timestamp + COOLING_OFF - 1);
        campaign.allocate(6_000, last, 9);
        campaign.returnExcess(9);
        _withdrawPledge(crowd[2], campaign);
        vm.warp(block.timestamp + 1);
        campaign.fail();
        vm.assertTrue(campaign.state() == ICampaign.State.Failed, "R8");
    }

    function test_nobody_allocates_and_it_fails_after_90_days() external {
        _threeAsk();
        _close();
        vm.warp(block.timestamp + 90 days + 1);
        campaign.fail();
        campaign.refund(9);
        vm.assertEq(master.balanceOf(ringgit, crowd[0]), 10 * MAXIMUM * PRICE, "all that was asked with");
    }
}
