// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMasterCore} from "../../src/interfaces/IMasterCore.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {IRulebook} from "../../src/interfaces/IRulebook.sol";
import {Class, Link, Role, Signer, Standing} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev Promise 5: the tree changes only by an act of the parent's door.
contract AdmissionTest is Town {
    function _wrong(address door, Role got, Role wanted) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IMasterEvents.MasterWrongRole.selector, door, got, wanted);
    }

    function _inactive(address door, address blamed) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, door, blamed);
    }

    function _person(Role role, Class class, bytes32 person, uint64 until) private view returns (bytes memory) {
        return _admitCall(role, "nadia", tan, person, class, until);
    }

    /// @dev Who may admit whom, over all roles: the kernel's own matrix, asked as the door itself.
    function testFuzz_admission_matrix(uint8 by, uint8 role) external {
        address[6] memory doors = [sam, rania, tan, omar, ida, ivan];
        address door = doors[by % 6];
        Role wanted = Role(role % 6);
        bool client = wanted == Role.Issuer || wanted == Role.Investor;
        bool may = client ? door == omar : door == rania && (wanted == Role.Trustee || wanted == Role.Operator);
        Signer[] memory signers = new Signer[](2);
        (signers[0], signers[1]) = (_signer(_key("a")), _signer(_key("b")));
        vm.prank(door);
        (bool ok,) = address(master).call(
            abi.encodeCall(IMasterCore.admit, (wanted, "n", signers, tan, "tag", Class.Retail, 0))
        );
        vm.assertTrue(ok == may, "only who is meant to admits");
    }

    // -- refusals

    function test_operator_admits_no_operator() external {
        _refuse(omar, omar, _person(Role.Operator, Class.None, "tag", 0), _wrong(omar, Role.Operator, Role.Regulator));
    }

    function test_regulator_admits_no_second_regulator() external {
        bytes memory call = abi.encodeWithSignature("admit(uint8,bytes32,address,address)", Role.Regulator, bytes32("R"), sam, omar);
        _refuse(rania, rania, call, _wrong(rania, Role.Regulator, Role.Trustee));
    }

    function test_client_needs_a_person_a_class_and_time() external {
        bytes memory missing = abi.encodeWithSelector(IMasterEvents.MasterPersonMissing.selector);
        _refuse(omar, omar, _person(Role.Investor, Class.Retail, 0, 0), missing);
        _refuse(omar, omar, _person(Role.Investor, Class.None, "tag", 0), missing);
        bytes memory past =
            abi.encodeWithSelector(IMasterEvents.MasterValidityPassed.selector, block.timestamp, block.timestamp);
        _refuse(omar, omar, _person(Role.Investor, Class.Retail, "tag", uint64(block.timestamp)), past);
    }

    /// @dev R7, at the admission and at each renewal: its class's figure, else the one for all.
    function test_a_class_is_certified_for_no_longer_than_r7_says() external {
        _setRule("R7", 0, 365 days);
        _setRule("R7", uint8(Class.Angel), 30 days);
        (uint64 year, uint64 month) = (uint64(block.timestamp + 365 days), uint64(block.timestamp + 30 days));
        _refuse(omar, omar, _person(Role.Investor, Class.Retail, "tag", year + 1), _tooLong(year + 1, year));
        _refuse(omar, omar, _person(Role.Investor, Class.Retail, "tag", 0), _tooLong(0, year));
        _refuse(omar, omar, _renewal(ivan, Class.Sophisticated, year + 1), _tooLong(year + 1, year));
        _refuse(omar, omar, _renewal(ivan, Class.Angel, month + 1), _tooLong(month + 1, month));
        _refuse(omar, omar, _renewal(ivan, Class.Sophisticated, 0), _tooLong(0, year));
        _do(omar, omar, _renewal(ivan, Class.Angel, month));
        _do(omar, omar, _renewal(ida, Class.None, year + 1));
        _do(omar, omar, _person(Role.Investor, Class.Retail, "tag", year));
    }

    function _renewal(address client, Class class, uint64 until) private pure returns (bytes memory) {
        return abi.encodeWithSignature("renew(address,uint8,uint64)", client, class, until);
    }

    function _tooLong(uint64 until, uint256 latest) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRulebook.RulebookCertifiedTooLong.selector, until, latest);
    }

    function test_client_needs_a_linked_trustee() external {
        address tess = _admitStaffed(Role.Trustee, "tess");
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotLinked.selector, tess, omar);
        _refuse(omar, omar, _admitCall(Role.Investor, "nadia", tess, "tag", Class.Retail, 0), reason);
        _do(omar, omar, _linkCall(tess)); // one signature is no link
        _refuse(omar, omar, _admitCall(Role.Investor, "nadia", tess, "tag", Class.Retail, 0), reason);
        _do(tan, tan, abi.encodeWithSignature("suspendLink(address)", omar));
        reason = abi.encodeWithSelector(IMasterEvents.MasterNotLinked.selector, tan, omar);
        _refuse(omar, omar, _admitCall(Role.Investor, "nadia", tan, "tag", Class.Retail, 0), reason);
    }

    function test_suspended_operator_admits_nobody() external {
        _stand(rania, omar, Standing.Suspended);
        _refuse(omar, omar, _person(Role.Investor, Class.Retail, "tag", 0), _inactive(omar, omar));
    }

    function test_only_the_parent_changes_a_standing() external {
        address olga = _admitStaffed(Role.Operator, "olga");
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotItsParent.selector, ivan, olga);
        _refuse(olga, olga, _standingCall(ivan, Standing.Revoked), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterNotItsParent.selector, ivan, rania);
        _refuse(rania, rania, _standingCall(ivan, Standing.Revoked), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterNotItsParent.selector, omar, omar);
        _refuse(omar, omar, _standingCall(omar, Standing.Active), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterNotItsParent.selector, sam, omar);
        _refuse(omar, omar, _standingCall(sam, Standing.Active), reason);
    }

    function test_revoked_is_for_ever() external {
        _stand(omar, ivan, Standing.Revoked);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterRevoked.selector, ivan);
        _refuse(omar, omar, _standingCall(ivan, Standing.Active), reason);
        bytes memory renewal =
            abi.encodeWithSignature("renew(address,uint8,uint64)", ivan, Class.Retail, uint64(block.timestamp + 1));
        _refuse(omar, omar, renewal, reason);
    }

    function test_regulator_freezes_and_nobody_else_can() external {
        vm.prank(omar);
        vm.expectRevert(_wrong(omar, Role.Operator, Role.Regulator));
        master.freeze(ivan, uint64(block.timestamp + 1), "mine");
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.NotAParticipant.selector, sam);
        bytes memory call = abi.encodeWithSignature("freeze(address,uint64,bytes32)", sam, uint64(block.timestamp + 1), bytes32("x"));
        _refuse(rania, rania, call, reason);
    }

    // -- status is read up the tree

    function test_status_comes_from_above() external {
        _stand(rania, omar, Standing.Suspended);
        vm.assertTrue(!master.isActive(ivan) && !master.isActive(ida), "below a suspended operator");
        _stand(rania, omar, Standing.Active);
        vm.assertTrue(master.isActive(ivan), "and back");
        vm.warp(block.timestamp + 366 days);
        vm.assertTrue(!master.isActive(ivan) && master.isActive(omar), "expired");
        _do(omar, omar, abi.encodeWithSignature("renew(address,uint8,uint64)", ivan, Class.Angel, uint64(block.timestamp + 1)));
        vm.assertTrue(master.isActive(ivan) && master.participant(ivan).class == Class.Angel, "renewed");
    }

    function test_a_freeze_lapses_unless_confirmed() external {
        _freeze(ivan, type(uint64).max);
        vm.assertEq(master.participant(ivan).frozenUntil, block.timestamp + 30 days, "30 days at most");
        vm.warp(block.timestamp + 30 days);
        vm.assertTrue(!master.isFrozen(ivan), "lapsed");
        _freeze(ivan, type(uint64).max);
        vm.warp(block.timestamp + 29 days);
        uint64 confirmed = uint64(block.timestamp) + 365 days;
        _freeze(ivan, confirmed);
        vm.assertEq(master.participant(ivan).frozenUntil, confirmed, "confirmed while it ran");
        _freeze(ivan, 0);
        vm.assertTrue(!master.isFrozen(ivan), "lifted");
    }

    // -- links

    function test_link_needs_both() external {
        address tess = _admitStaffed(Role.Trustee, "tess");
        _do(tess, tess, _linkCall(omar));
        vm.assertTrue(master.linkOf(tess, omar) == Link.OfferedByTrustee, "offered");
        bytes memory again = abi.encodeWithSelector(IMasterEvents.MasterLinkOutOfState.selector, Link.OfferedByTrustee);
        _refuse(tess, tess, _linkCall(omar), again);
        _do(omar, omar, _linkCall(tess));
        vm.assertTrue(master.linkOf(tess, omar) == Link.Active, "both signed");
    }

    function test_suspended_link_comes_back_by_the_trustee_only() external {
        _do(tan, tan, abi.encodeWithSignature("suspendLink(address)", omar));
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterLinkOutOfState.selector, Link.Suspended);
        _refuse(omar, omar, _linkCall(tan), reason);
        _do(tan, tan, _linkCall(omar));
        vm.assertTrue(master.linkOf(tan, omar) == Link.Active, "lifted");
    }
}
