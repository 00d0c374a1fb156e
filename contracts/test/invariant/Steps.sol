// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {Vm} from "../Vm.sol";
import {Street} from "./Street.sol";

/// @dev One act of a walk, and what can only be seen while it happens: who lost what, that a refusal changed nothing, that
/// who may not act only takes back.
abstract contract Steps is Street {
    enum Step {
        Deposit, Withdraw, Answer, Open, Pledge, TakeBack, Push, Offer, Take, CancelOffer, Transfer, Standing, Jump, Attack,
        Intend, Late, Allocate, Notice, Order, Surrender, Rule, Announce, Activate
    }

    uint256 public constant STEPS = 23;
    /// @dev How often each kind of step was tried and succeeded.
    uint256[23] public tried;
    uint256[23] public done;

    /// @dev `door` acts; only its own things and those of `other` (whose consent is on record) may become fewer.
    function _step(Step kind, address door, address other, address target, address asset, uint256 most, bytes memory call)
        internal
        returns (bool performed, Vm.Log[] memory logs)
    {
        uint256[] memory before = _wealth();
        uint256[2] memory supplies = [supply(tokens[0]), supply(tokens[1])];
        (bytes32 seen, bool active) = (looks(), master.isActive(door));
        Outcome outcome;
        (outcome,, logs) = _try(door, target, asset, most, call);
        performed = outcome == Outcome.Performed;
        _count(kind, performed);
        if (!performed) vm.assertEq(looks(), seen, "a refused act changes nothing but its nonce");
        bool exit = kind == Step.Withdraw || kind == Step.TakeBack || kind == Step.CancelOffer;
        vm.assertTrue(active || exit || !performed, "I21: who may not act only takes back");
        _nobodyElseLost(before, door, other);
        bool byTrustee = door == tan || door == tess;
        for (uint256 j; j < 2; ++j) {
            vm.assertTrue(byTrustee || supply(tokens[j]) == supplies[j], "I5: a supply changes only by its trustee's act");
        }
    }

    function _count(Step kind, bool success) internal {
        ++tried[uint256(kind)];
        if (success) ++done[uint256(kind)];
    }

    function _nobodyElseLost(uint256[] memory before, address door, address other) internal view {
        uint256[] memory now_ = _wealth();
        for (uint256 i; i < investors.length; ++i) {
            if (investors[i] == door || investors[i] == other) continue;
            for (uint256 j; j < 4; ++j) {
                vm.assertTrue(now_[4 * i + j] >= before[4 * i + j], "nobody loses by another's act");
            }
        }
    }

    function _investor(uint256 seed) internal view returns (address) {
        return investors[seed % investors.length];
    }

    /// @dev Mostly one that is under way, the others being over; which one, as the day has it.
    function _campaign(uint256 seed) internal view returns (ICampaign) {
        uint256 n = campaigns.length;
        for (uint256 i; seed % 4 != 0 && i < n; ++i) {
            ICampaign one = campaigns[seed % 3 == 0 ? i : n - 1 - i];
            if (one.state() >= ICampaign.State.Ready && !one.isOver()) return one;
        }
        return campaigns[(seed >> 8) % n];
    }

    /// @dev Somebody with a pledge there, if anybody has one.
    function _pledger(ICampaign campaign, uint256 seed) internal view returns (address door) {
        for (uint256 i; i < investors.length; ++i) {
            door = _investor((seed >> 16) % 64 + i);
            if (campaign.pledgeOf(door).units != 0) return door;
        }
    }
}
