// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Participant, Standing} from "../../src/libraries/Types.sol";
import {Steps} from "./Steps.sol";

/// @dev What is for ever, at any moment: a trustee or an operator revoked. And how everybody goes on: a successor burns, clients
/// move, a class passes to another trustee. Of each two one stays, else there would be nobody to go to.
abstract contract RevocationSteps is Steps {
    uint256 private constant NOTICE = 7 days;

    function revoke(uint256 seed) public {
        address[] storage pair = seed % 2 == 0 ? trustees : operators;
        if (seed % 8 > 1 || isRevoked(pair[0]) || isRevoked(pair[1])) return move(seed);
        bytes memory call = _standingCall(pair[(seed >> 8) % 2], Standing.Revoked);
        (bool ok,) = _step(Step.Revoke, rania, rania, call);
        vm.assertTrue(ok, "the regulator revokes at any moment");
    }

    /// @dev Who burns what a revoked trustee minted.
    function succeed(uint256 seed) public {
        address trustee = trustees[seed % 2];
        address successor = trustees[1 - seed % 2];
        bytes memory call = abi.encodeWithSignature("nameSuccessor(address,address)", trustee, successor);
        (bool ok,) = _step(Step.Succeed, rania, rania, call);
        vm.assertTrue(ok == (isRevoked(trustee) && master.isActive(successor)), "only of who is revoked, and who may act");
    }

    /// @dev A client goes to another operator, in the guard of another trustee, whatever became of its own.
    function move(uint256 seed) public {
        address client = seed % 3 == 0 ? issuers[(seed >> 8) % 2] : _investor(seed >> 8);
        address operator = operators[(seed >> 16) % 2];
        address trustee = trustees[(seed >> 24) % 2];
        Participant memory p = master.participant(client);
        bool free = p.standing == Standing.Active && !master.isFrozen(client);
        (bool asked,) = _step(Step.AskToMove, client, client, _moveCall(operator, trustee));
        vm.assertTrue(asked == free, "a client may go, whoever stands above it");
        (bool taken,) = _step(Step.TakeOver, operator, operator, _takeOverCall(client));
        vm.assertTrue(taken == (asked && master.isActive(operator)), "to an operator that may act");
    }

    function _moveCall(address operator, address trustee) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("askToMove(address,address)", operator, trustee);
    }

    function _takeOverCall(address client) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("takeOver(address)", client);
    }

    /// @dev A class, which no bank backs, is kept by another trustee: by issuer and regulator, after notice.
    function pass(uint256 seed) public {
        (address issuer, address face) = (issuers[seed % 2], classes[seed % 2]);
        address trustee = trustees[(seed >> 8) % 2];
        bytes memory call = abi.encodeWithSignature("askClassTrustee(address,address)", face, trustee);
        _step(Step.AskTrustee, issuer, issuer, call);
        if (seed % 5 == 0) vm.warp(block.timestamp + NOTICE);
        call = abi.encodeWithSignature("confirmClassTrustee(address,address)", face, trustee);
        (bool passed,) = _step(Step.PassClass, rania, rania, call);
        if (!passed) return;
        vm.assertTrue(!isRevoked(trustee), "to a trustee that may act");
        vm.assertEq(master.faceOf(face).trustee, trustee, "who keeps it now");
    }
}
