// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IDoor} from "../../src/interfaces/IDoor.sol";
import {Act, Role, SignedAct} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev Who signs for a door: keys and passkeys, one or several, and who may change that.
contract DoorSignersTest is Town {
    bytes4 private constant MAGIC = 0x1626ba7e;

    function _adding(address key, uint256 x, uint256 y) private pure returns (bytes memory) {
        return abi.encodeWithSignature("addSigner(address,bytes32,bytes32)", key, bytes32(x), bytes32(y));
    }

    function _removing(address key) private pure returns (bytes memory) {
        return abi.encodeWithSignature("removeSigner(address,bytes32,bytes32)", key, bytes32(0), bytes32(0));
    }

    function _threshold(uint8 needed) private pure returns (bytes memory) {
        return abi.encodeWithSignature("setThreshold(uint8)", needed);
    }

    // -- refusals

    function test_no_signer_twice() external {
        address key = vm.addr(_key("ivan"));
        _refuse(ivan, ivan, _adding(key, 0, 0), abi.encodeWithSelector(IDoor.DoorSignerExists.selector, key));
    }

    function test_no_point_under_an_unregistered_verifier() external {
        _refuse(ivan, ivan, _adding(sam, 1, 2), abi.encodeWithSelector(IDoor.DoorUnknownVerifier.selector, sam));
        _refuse(
            ivan, ivan, _adding(address(0), 0, 0), abi.encodeWithSelector(IDoor.DoorUnknownVerifier.selector, address(0))
        );
    }

    function test_last_signer_stays() external {
        _refuse(
            ivan, ivan, _removing(vm.addr(_key("ivan"))), abi.encodeWithSelector(IDoor.DoorNeedsItsSigners.selector, 0, 1)
        );
    }

    function test_maker_and_checker_stay() external {
        _refuse(
            omar, omar, _removing(vm.addr(_key("omar maker"))),
            abi.encodeWithSelector(IDoor.DoorNeedsItsSigners.selector, 1, 2)
        );
    }

    function test_no_signer_is_removed_that_is_none() external {
        bytes memory signer = abi.encodePacked(sam);
        _refuse(ivan, ivan, _removing(sam), abi.encodeWithSelector(IDoor.DoorNotASigner.selector, signer));
    }

    function test_threshold_within_the_signers() external {
        _refuse(ivan, ivan, _threshold(2), abi.encodeWithSelector(IDoor.DoorThresholdOutOfRange.selector, 2, 1));
        _refuse(ivan, ivan, _threshold(0), abi.encodeWithSelector(IDoor.DoorThresholdOutOfRange.selector, 0, 1));
    }

    function test_staff_never_moves_money_alone() external {
        _setRule("money-transfers", 0, 1);
        Act memory a = _act(omar, ringgit, ringgit, 1, abi.encodeWithSignature("transfer(address,uint256)", ivan, 1));
        SignedAct memory s = _signedBy(omar, a, _one(_key("omar maker")));
        _skip(s, abi.encodeWithSelector(IDoor.DoorTooFewSigners.selector, 1, 2));
    }

    function test_maker_is_not_its_own_checker() external {
        address key = vm.addr(_key("both"));
        bytes memory call = abi.encodeWithSignature("admit(uint8,bytes32,address,address)", Role.Operator, bytes32("B"), key, key);
        _refuse(rania, rania, call, abi.encodeWithSelector(IDoor.DoorSignerExists.selector, key));
    }

    // -- several keys

    function test_two_of_three() external {
        _do(ivan, ivan, _adding(vm.addr(_key("second")), 0, 0));
        _do(ivan, ivan, _adding(vm.addr(_key("third")), 0, 0));
        _do(ivan, ivan, _threshold(2));
        Act memory a = _act(ivan, ivan, _threshold(2));
        _skip(_signedBy(ivan, a, _one(_key("third"))), abi.encodeWithSelector(IDoor.DoorTooFewSigners.selector, 1, 2));
        (Outcome outcome,) = _outcome(_relayOne(_signedBy(ivan, a, _two(_key("second"), _key("third")))), ivan, a.nonce);
        vm.assertTrue(outcome == Outcome.Performed, "two of three");
    }

    function test_a_removed_signer_signs_no_more() external {
        _do(ivan, ivan, _adding(vm.addr(_key("second")), 0, 0));
        Act memory a = _act(ivan, ivan, _threshold(1));
        SignedAct memory s = _signedBy(ivan, a, _one(_key("second")));
        _do(ivan, ivan, _removing(vm.addr(_key("second"))));
        _skip(s, abi.encodeWithSelector(IDoor.DoorNotASigner.selector, s.signers[0]));
        vm.assertEq(IDoor(ivan).signerCount(), 1, "one is left");
    }

    // -- a passkey's key

    function _byP256(Act memory a, uint256 key) private view returns (SignedAct memory s) {
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        (bytes32 r, bytes32 v) = vm.signP256(key, IDoor(ivan).digestOf(a));
        uint256 order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551;
        if (uint256(v) > order / 2) v = bytes32(order - uint256(v));
        (s.door, s.act, s.gasCap) = (ivan, a, CAP);
        (s.signers, s.signatures) = (new bytes[](1), new bytes[](1));
        (s.signers[0], s.signatures[0]) = (abi.encodePacked(p256, x, y), abi.encodePacked(r, v));
    }

    function test_a_point_signs_through_its_verifier() external {
        (uint256 x, uint256 y) = vm.publicKeyP256(77);
        _do(ivan, ivan, _adding(p256, x, y));
        vm.assertTrue(IDoor(ivan).isSigner(abi.encodePacked(p256, x, y)), "84 bytes");
        Act memory a = _act(ivan, ivan, _threshold(1));
        SignedAct memory wrong = _byP256(a, 77);
        wrong.signatures[0] = _byP256(_act(ivan, ivan, _threshold(1)), 77).signatures[0];
        _skip(wrong, abi.encodeWithSelector(IDoor.DoorBadSignature.selector));
        (Outcome outcome,) = _outcome(_relayOne(_byP256(a, 77)), ivan, a.nonce);
        vm.assertTrue(outcome == Outcome.Performed, "the point signs");
    }

    // -- ERC-1271: signing in

    function _challenge(address door, bytes32 hash) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Castor"), keccak256("1"), block.chainid, door
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, keccak256(abi.encode(keccak256("Challenge(bytes32 hash)"), hash))));
    }

    function _answer(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (bytes[] memory signers, bytes[] memory signatures) = (new bytes[](1), new bytes[](1));
        (signers[0], signatures[0]) = (abi.encodePacked(vm.addr(key)), _signature(key, digest));
        return abi.encode(signers, signatures);
    }

    function _valid(address door, bytes32 hash, bytes memory answer) private view returns (bool) {
        (bool ok, bytes memory result) =
            door.staticcall(abi.encodeWithSignature("isValidSignature(bytes32,bytes)", hash, answer));
        return ok && bytes4(result) == MAGIC;
    }

    function test_challenge_is_bound_to_its_door() external view {
        bytes memory answer = _answer(_key("ivan"), _challenge(ivan, "sign in"));
        vm.assertTrue(_valid(ivan, "sign in", answer), "Ivan's answer at Ivan's door");
        vm.assertTrue(!_valid(ivan, "other", answer), "not for another challenge");
        vm.assertTrue(!_valid(iris, "sign in", answer), "not at another door");
        vm.assertTrue(!_valid(ivan, "sign in", _answer(_key("ivan"), "sign in")), "not over the bare hash");
        vm.assertTrue(!_valid(ivan, "sign in", _answer(_key("sam"), _challenge(ivan, "sign in"))), "not by a stranger");
    }

    function test_one_key_answers_for_no_door_of_two() external view {
        vm.assertTrue(!_valid(rania, "x", _answer(_key("rania0"), _challenge(rania, "x"))), "the regulator needs two");
    }

    function test_empty_answers_are_no_answer() external view {
        bytes memory nothing = abi.encode(new bytes[](0), new bytes[](0));
        vm.assertTrue(!_valid(ivan, "x", nothing) && !_valid(ivan, "x", ""), "nobody signed");
    }
}
