// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IDoor} from "../src/interfaces/IDoor.sol";
import {IRelay} from "../src/interfaces/IRelay.sol";
import {Act, SignedAct, Signer} from "../src/libraries/Types.sol";
import {Birth} from "./Birth.sol";
import {Vm} from "./Vm.sol";

/// @dev Signing acts as EIP-712 and relaying them: whatever happens, it happens as it does in the market.
abstract contract Base is Birth {
    error RefusedInstead(bytes reason);
    error SkippedInstead(bytes reason);

    enum Outcome { Performed, Refused, Skipped }

    uint256 internal constant CAP = 4_000_000;
    uint256 internal constant MORNING = 1_760_000_000;

    /// @dev The keys that sign for a door, and the next nonce that the portal would hand out for it.
    mapping(address door => uint256[] keys) internal _keysOf;
    mapping(address door => uint256) internal _nextNonce;

    // -- what a door is asked to do

    function _act(address door, address target, bytes memory call) internal returns (Act memory) {
        return _act(door, target, address(0), 0, call);
    }

    function _act(address door, address target, address asset, uint256 most, bytes memory call)
        internal
        returns (Act memory)
    {
        return Act(target, call, asset, most, _nextNonce[door]++, block.timestamp + 1 hours);
    }

    /// @dev Signed by as many of the door's keys as the act's type and the door need.
    function _signed(address door, Act memory a) internal view returns (SignedAct memory) {
        uint256 needed = master.typeOf(door, a.target, bytes4(a.call)).signers;
        if (IDoor(door).threshold() > needed) needed = IDoor(door).threshold();
        if (needed < 2 && _keysOf[door].length > 1) needed = 2;
        uint256[] memory keys = new uint256[](needed);
        for (uint256 i; i < needed; ++i) {
            keys[i] = _keysOf[door][i];
        }
        return _signedBy(door, a, keys);
    }

    function _signedBy(address door, Act memory a, uint256[] memory keys) internal view returns (SignedAct memory s) {
        _sortBySigner(keys);
        bytes32 digest = IDoor(door).digestOf(a);
        (s.door, s.act, s.gasCap) = (door, a, CAP);
        s.signers = new bytes[](keys.length);
        s.signatures = new bytes[](keys.length);
        for (uint256 i; i < keys.length; ++i) {
            s.signers[i] = abi.encodePacked(vm.addr(keys[i]));
            s.signatures[i] = _signature(keys[i], digest);
        }
    }

    function _signature(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev A door asks for its signers in the order of their hashes.
    function _sortBySigner(uint256[] memory keys) internal pure {
        for (uint256 i = 1; i < keys.length; ++i) {
            for (uint256 j = i; j > 0 && _orderOf(keys[j]) < _orderOf(keys[j - 1]); --j) {
                (keys[j], keys[j - 1]) = (keys[j - 1], keys[j]);
            }
        }
    }

    function _orderOf(uint256 key) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(vm.addr(key)));
    }

    // -- relaying

    function _relayOne(SignedAct memory s) internal returns (Vm.Log[] memory logs) {
        SignedAct[] memory acts = new SignedAct[](1);
        acts[0] = s;
        vm.recordLogs();
        relay.relay(acts);
        return vm.getRecordedLogs();
    }

    /// @dev How the act of `door` under `nonce` ended, from the logs alone, as the portal learns it.
    function _outcome(Vm.Log[] memory logs, address door, uint256 nonce)
        internal
        view
        returns (Outcome outcome, bytes memory reason)
    {
        for (uint256 i; i < logs.length; ++i) {
            bytes32 topic = logs[i].topics.length == 0 ? bytes32(0) : logs[i].topics[0];
            if (logs[i].emitter == door && uint256(_topic(logs[i], 1)) == nonce) {
                if (topic == IDoor.Performed.selector) return (Outcome.Performed, "");
                if (topic == IDoor.Refused.selector) return (Outcome.Refused, abi.decode(logs[i].data, (bytes)));
            }
            bool skipped = logs[i].emitter == address(relay) && topic == IRelay.Skipped.selector;
            if (skipped && address(uint160(uint256(_topic(logs[i], 1)))) == door && uint256(_topic(logs[i], 2)) == nonce) {
                return (Outcome.Skipped, abi.decode(logs[i].data, (bytes)));
            }
        }
        revert("the act left no trace");
    }

    function _topic(Vm.Log memory entry, uint256 i) internal pure returns (bytes32) {
        return i < entry.topics.length ? entry.topics[i] : bytes32(0);
    }

    function _try(address door, address target, address asset, uint256 most, bytes memory call)
        internal
        returns (Outcome outcome, bytes memory reason, Vm.Log[] memory logs)
    {
        Act memory a = _act(door, target, asset, most, call);
        logs = _relayOne(_signed(door, a));
        (outcome, reason) = _outcome(logs, door, a.nonce);
    }

    /// @dev Perform it; anything else fails the test with the reason.
    function _do(address door, address target, address asset, uint256 most, bytes memory call)
        internal
        returns (Vm.Log[] memory)
    {
        (Outcome outcome, bytes memory reason, Vm.Log[] memory logs) = _try(door, target, asset, most, call);
        if (outcome == Outcome.Refused) revert RefusedInstead(reason);
        if (outcome == Outcome.Skipped) revert SkippedInstead(reason);
        return logs;
    }

    function _do(address door, address target, bytes memory call) internal returns (Vm.Log[] memory) {
        return _do(door, target, address(0), 0, call);
    }

    /// @dev It must be refused with this very reason, and be spent.
    function _refuse(address door, address target, address asset, uint256 most, bytes memory call, bytes memory wanted)
        internal
    {
        uint256 nonce = _nextNonce[door];
        (Outcome outcome, bytes memory reason,) = _try(door, target, asset, most, call);
        if (outcome == Outcome.Skipped) revert SkippedInstead(reason);
        vm.assertTrue(outcome == Outcome.Refused, "the act must be refused");
        vm.assertEq(reason, wanted, "refused, but for another reason");
        vm.assertTrue(IDoor(door).isNonceSpent(nonce), "a refused act is spent");
    }

    function _refuse(address door, address target, bytes memory call, bytes memory wanted) internal {
        _refuse(door, target, address(0), 0, call, wanted);
    }

    /// @dev It must not start, for this very reason, and not be spent.
    function _skip(SignedAct memory s, bytes memory wanted) internal {
        (Outcome outcome, bytes memory reason) = _outcome(_relayOne(s), s.door, s.act.nonce);
        vm.assertTrue(outcome == Outcome.Skipped, "the act must be skipped");
        vm.assertEq(reason, wanted, "skipped, but for another reason");
    }

    /// @dev The address in the topic `i` of the first log of this kind.
    function _addressIn(Vm.Log[] memory logs, bytes32 kind, uint256 i) internal pure returns (address) {
        for (uint256 j; j < logs.length; ++j) {
            if (logs[j].topics.length != 0 && logs[j].topics[0] == kind) return address(uint160(uint256(logs[j].topics[i])));
        }
        revert("no such log");
    }

    function _has(Vm.Log[] memory logs, bytes32 kind) internal pure returns (bool) {
        for (uint256 j; j < logs.length; ++j) {
            if (logs[j].topics.length != 0 && logs[j].topics[0] == kind) return true;
        }
        return false;
    }

    function _one(uint256 a) internal pure returns (uint256[] memory list) {
        list = new uint256[](1);
        list[0] = a;
    }

    function _two(uint256 a, uint256 b) internal pure returns (uint256[] memory list) {
        list = new uint256[](2);
        (list[0], list[1]) = (a, b);
    }

    function _key(string memory name) internal pure returns (uint256) {
        return uint256(keccak256(bytes(name))) >> 8;
    }

    function _signer(uint256 key) internal pure returns (Signer memory) {
        return Signer(vm.addr(key), 0, 0);
    }
}
