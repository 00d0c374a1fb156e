// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IDoor} from "../../src/interfaces/IDoor.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {IRecoverable} from "../../src/interfaces/IRecoverable.sol";
import {Signer, Standing} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev A lost key: two of client, operator and trustee, a delay, a veto.
contract RecoveryTest is Town {
    uint256 private constant DELAY = 48 hours;

    function _recover(string memory name) private pure returns (bytes memory) {
        return _recover(vm.addr(_key(name)), 0);
    }

    function _recover(address key, bytes32 x) private pure returns (bytes memory) {
        return bytes.concat(bytes4(keccak256("recover(address,address,bytes32,bytes32)")), abi.encode(address(0), key, x, bytes32(0)));
    }

    function _of(address client, bytes memory call) private pure returns (bytes memory) {
        for (uint256 i; i < 20; ++i) {
            call[16 + i] = bytes20(client)[i];
        }
        return call;
    }

    function _ask(address guardian, string memory name) private {
        _do(guardian, guardian, _of(ivan, _recover(name)));
    }

    function _refuseAsk(address guardian, string memory name, bytes memory reason) private {
        _refuse(guardian, guardian, _of(ivan, _recover(name)), reason);
    }

    function _veto() private {
        _do(ivan, ivan, abi.encodeWithSignature("vetoRecovery()"));
    }

    function _complete() private {
        IRecoverable(ivan).completeRecovery();
        _keysOf[ivan] = _one(_key("new"));
    }

    // -- refusals

    function test_only_guardians_ask() external {
        Signer memory wanted = _signer(_key("sam"));
        vm.prank(sam);
        vm.expectRevert(abi.encodeWithSelector(IRecoverable.RecoveryNotAGuardian.selector, sam));
        IRecoverable(ivan).recover(wanted);
    }

    function test_regulator_is_no_guardian_while_both_stand() external {
        _refuseAsk(rania, "new", abi.encodeWithSelector(IRecoverable.RecoveryNotAGuardian.selector, rania));
    }

    function test_one_guardian_alone_cannot() external {
        _ask(omar, "new");
        _refuseAsk(omar, "new", abi.encodeWithSelector(IRecoverable.RecoveryTwiceBySame.selector, omar));
        vm.warp(block.timestamp + 365 days);
        vm.expectRevert(abi.encodeWithSelector(IRecoverable.RecoveryNotAsked.selector));
        IRecoverable(ivan).completeRecovery();
    }

    function test_both_name_the_same_signer() external {
        _ask(omar, "new");
        _refuseAsk(
            tan, "other",
            abi.encodeWithSelector(IRecoverable.RecoveryOtherSigner.selector, vm.addr(_key("other")), vm.addr(_key("new")))
        );
    }

    function test_no_signer_that_could_never_sign() external {
        bytes memory call = _of(ivan, _recover(sam, bytes32(uint256(1))));
        _refuse(omar, omar, call, abi.encodeWithSelector(IDoor.DoorUnknownVerifier.selector, sam));
    }

    function test_guardians_reach_clients_only() external {
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.NotAParticipant.selector, sam);
        _refuse(omar, omar, _of(sam, _recover("new")), reason);
        reason = abi.encodeWithSelector(IMasterEvents.NotAParticipant.selector, tan);
        _refuse(omar, omar, _of(tan, _recover("new")), reason);
    }

    function test_not_before_the_delay_is_over() external {
        _ask(omar, "new");
        _ask(tan, "new");
        vm.warp(block.timestamp + DELAY - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IRecoverable.RecoveryTooEarly.selector, block.timestamp + 1, block.timestamp)
        );
        IRecoverable(ivan).completeRecovery();
    }

    function test_asking_freezes_debits() external {
        _deposit(ivan, 500);
        _ask(omar, "new");
        _refuse(ivan, ivan, _withdrawalCall(ringgit, 1), abi.encodeWithSelector(IRecoverable.RecoveryUnderWay.selector));
        _refuse(
            ivan, ringgit, ringgit, 1, abi.encodeWithSignature("transfer(address,uint256)", iris, 1),
            abi.encodeWithSelector(IRecoverable.RecoveryUnderWay.selector)
        );
    }

    // -- as it should be

    function test_two_guardians_replace_the_key() external {
        _deposit(ivan, 500);
        _ask(omar, "new");
        _ask(tan, "new");
        vm.warp(block.timestamp + DELAY);
        vm.prank(sam);
        _complete();
        vm.assertTrue(!IDoor(ivan).isSigner(abi.encodePacked(vm.addr(_key("ivan")))), "the old key is void");
        _do(ivan, ivan, _withdrawalCall(ringgit, 500));
    }

    function test_client_with_one_guardian() external {
        bytes memory call = abi.encodeWithSignature("recoverSelf(address,bytes32,bytes32)", vm.addr(_key("new")), 0, 0);
        _do(ivan, ivan, call);
        _ask(omar, "new");
        vm.warp(block.timestamp + DELAY);
        _complete();
    }

    function test_veto_ends_it_and_lets_the_client_go_on() external {
        _deposit(ivan, 500);
        _ask(omar, "new");
        _ask(tan, "new");
        _veto();
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(abi.encodeWithSelector(IRecoverable.RecoveryNotAsked.selector));
        IRecoverable(ivan).completeRecovery();
        _do(ivan, ivan, _withdrawalCall(ringgit, 500));
    }

    function test_a_freeze_does_not_stop_a_veto() external {
        _ask(omar, "new");
        _ask(tan, "new");
        _freeze(ivan);
        _veto();
    }

    function test_after_two_vetoes_the_regulator_decides() external {
        for (uint256 i; i < 2; ++i) {
            _ask(omar, "new");
            _veto();
        }
        _refuseAsk(omar, "new", abi.encodeWithSelector(IRecoverable.RecoveryNeedsRegulator.selector));
        _do(rania, rania, _of(ivan, _recover("new")));
        _ask(tan, "new");
        bytes memory call = abi.encodeWithSignature("vetoRecovery()");
        _refuse(ivan, ivan, call, abi.encodeWithSelector(IRecoverable.RecoveryNeedsRegulator.selector));
        vm.warp(block.timestamp + DELAY);
        _complete();
    }

    function test_regulator_stands_in_for_a_revoked_guardian() external {
        _stand(rania, omar, Standing.Revoked);
        _do(rania, rania, _of(ivan, _recover("new")));
        _ask(tan, "new");
        vm.warp(block.timestamp + DELAY);
        _complete();
    }

    function test_what_a_revoked_guardian_asked_is_void() external {
        _ask(omar, "omar's own");
        _stand(rania, omar, Standing.Revoked);
        _do(rania, rania, _of(ivan, _recover("new")));
        _ask(tan, "new");
        vm.warp(block.timestamp + DELAY);
        _complete();
        vm.assertTrue(IDoor(ivan).isSigner(abi.encodePacked(vm.addr(_key("new")))), "the key that the two others named");
    }

    function test_who_asked_withdraws() external {
        _ask(omar, "new");
        bytes memory call = abi.encodeWithSignature("withdrawRecovery(address)", ivan);
        _refuse(tan, tan, call, abi.encodeWithSelector(IRecoverable.RecoveryNotAsked.selector));
        _do(omar, omar, call);
        _do(ivan, ivan, abi.encodeWithSignature("setThreshold(uint8)", 1));
    }
}
