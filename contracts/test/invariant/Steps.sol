// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {Vm} from "../Vm.sol";
import {Fills} from "./Fills.sol";

/// @dev One act of a walk, and what can only be seen while it happens: who lost what, that a refusal changed nothing, that
/// who may not act only takes back.
abstract contract Steps is Fills {
    enum Step {
        Deposit, Withdraw, Answer, Open, Pledge, TakeBack, Push, Ask, Bid, Fill, CancelOrder, Tend, Transfer, Standing, Jump,
        Attack, Intend, Late, Allocate, Notice, Order, Surrender, Rule, Announce, Activate, CancelCampaign,
        Revoke, Succeed, Succession, AskToMove, TakeOver, AskTrustee, PassClass
    }

    uint256 public constant STEPS = 33;
    /// @dev How often each kind of step was tried and succeeded.
    uint256[STEPS] public tried;
    uint256[STEPS] public done;

    /// @dev `door` acts; only its own things may become fewer, but for what others sell or buy in the book.
    function _step(Step kind, address door, address target, address asset, uint256 most, bytes memory call)
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
        vm.assertTrue(active || _isExit(kind) || !performed, "I21: who may not act only takes back, or goes");
        if (_trade(before, logs)) _count(Step.Fill, true);
        _nobodyElseLost(before, door);
        for (uint256 j; j < 2; ++j) {
            _supplyChanged(j, supplies[j], door);
        }
    }

    /// @dev I5: its own trustee mints and burns; when that one is revoked, its successor burns.
    function _supplyChanged(uint256 j, uint256 before, address door) private view {
        address trustee = trustees[j];
        bool burns = door == (isRevoked(trustee) ? master.successorOf(trustee) : trustee);
        vm.assertTrue(supply(tokens[j]) <= before || door == trustee, "I5: minted only by its trustee");
        vm.assertTrue(supply(tokens[j]) >= before || burns, "I5: burned only by its trustee, or its successor");
    }

    function _isExit(Step kind) private pure returns (bool) {
        return kind == Step.Withdraw || kind == Step.TakeBack || kind == Step.CancelOrder || kind == Step.CancelCampaign
            || kind == Step.AskToMove;
    }

    function _step(Step kind, address door, address target, bytes memory call) internal returns (bool, Vm.Log[] memory) {
        return _step(kind, door, target, address(0), 0, call);
    }

    function _count(Step kind, bool success) internal {
        ++tried[uint256(kind)];
        if (success) ++done[uint256(kind)];
    }

    function _nobodyElseLost(uint256[] memory before, address door) internal view {
        uint256[] memory now_ = _wealth();
        for (uint256 i; i < investors.length; ++i) {
            if (investors[i] == door) continue;
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

    /// @dev The last one in which somebody has a pledge, if there is any.
    function _pledgedCampaign(uint256 seed) internal view returns (ICampaign) {
        for (uint256 n = campaigns.length; n != 0; --n) {
            if (campaigns[n - 1].unitsPledged() != 0) return campaigns[n - 1];
        }
        return _campaign(seed);
    }

    /// @dev Somebody with a pledge there, if anybody has one.
    function _pledger(ICampaign campaign, uint256 seed) internal view returns (address door) {
        for (uint256 i; i < investors.length; ++i) {
            door = _investor((seed >> 16) % 64 + i);
            if (campaign.pledgeOf(door).units != 0) return door;
        }
    }
}
