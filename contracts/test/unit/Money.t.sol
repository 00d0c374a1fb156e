// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Role, Standing} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev Promise 1, for money: minted by its trustee against a reference once, burned out of a withdrawal.
contract MoneyTest is Town {
    function _burnCall(uint256 id, bytes32 ref) private pure returns (bytes memory) {
        return abi.encodeWithSignature("burn(uint256,bytes32)", id, ref);
    }

    function _returnCall(uint256 id) private pure returns (bytes memory) {
        return abi.encodeWithSignature("returnWithdrawal(uint256,bytes32)", id, bytes32("account closed"));
    }

    function _supply() private view returns (uint256) {
        return master.faceOf(ringgit).supply;
    }

    // -- refusals

    function test_no_credit_of_a_time_to_come() external {
        uint64 tomorrow = uint64(block.timestamp + 1 days + 1);
        bytes memory call =
            abi.encodeWithSignature("mint(address,uint256,bytes32,uint64)", ivan, 100, bytes32("r"), tomorrow);
        bytes memory reason =
            abi.encodeWithSelector(IMasterEvents.MasterCreditedInFuture.selector, tomorrow, block.timestamp);
        _refuse(tan, tan, call, reason);
    }

    function test_a_reference_mints_once() external {
        _do(tan, tan, _mintCall(ivan, 100, "bank 1"));
        bytes memory used = abi.encodeWithSelector(IMasterEvents.MasterReferenceUsed.selector, bytes32("bank 1"));
        _refuse(tan, tan, _mintCall(ivan, 100, "bank 1"), used);
        _refuse(tan, tan, _mintCall(iris, 5, "bank 1"), used);
        _do(ivan, ivan, _withdrawalCall(ringgit, 100));
        _refuse(tan, tan, _burnCall(1, "bank 1"), used);
    }

    function test_minted_only_to_investors() external {
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterWrongRole.selector, ida, Role.Issuer, Role.Investor);
        _refuse(tan, tan, _mintCall(ida, 1, "r"), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterWrongRole.selector, sam, Role.None, Role.Investor);
        _refuse(tan, tan, _mintCall(sam, 1, "r"), reason);
    }

    function test_minted_only_with_valid_identity() external {
        vm.warp(block.timestamp + 366 days);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, ivan, ivan);
        _refuse(tan, tan, _mintCall(ivan, 1, "r"), reason);
    }

    function test_minted_only_over_an_active_link() external {
        address tess = _admitStaffed(Role.Trustee, "tess");
        bytes memory reason = abi.encodeWithSignature("MoneyNotLinked(address,address)", tess, omar);
        _refuse(tess, tess, _mintCall(ivan, 1, "r"), reason);
    }

    function test_nothing_and_too_much_are_not_minted() external {
        _refuse(tan, tan, _mintCall(ivan, 0, "r"), abi.encodeWithSelector(IMasterEvents.MasterAmountZero.selector));
        uint256 much = uint256(type(uint64).max) + 1;
        _refuse(tan, tan, _mintCall(ivan, much, "r"), abi.encodeWithSelector(IMasterEvents.MasterAmountTooLarge.selector, much));
    }

    function test_nobody_but_a_trustees_door_mints() external {
        address[5] memory others = [rania, omar, ida, ivan, sam];
        for (uint256 i; i < others.length; ++i) {
            vm.prank(others[i]);
            vm.expectRevert();
            master.mint(ivan, 1, "r", 0);
        }
        vm.assertEq(_supply(), 0, "no supply");
    }

    function test_no_withdrawal_of_more_than_there_is() external {
        _deposit(ivan, 100);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterBalanceTooLow.selector, ringgit, ivan, 100, 101);
        _refuse(ivan, ivan, _withdrawalCall(ringgit, 101), reason);
        _refuse(ivan, ivan, _withdrawalCall(sam, 1), abi.encodeWithSelector(IMasterEvents.MasterNotAFace.selector, sam));
        _refuse(ivan, ivan, _withdrawalCall(ringgit, 0), abi.encodeWithSelector(IMasterEvents.MasterAmountZero.selector));
    }

    function test_withdrawal_is_the_trustees_and_once() external {
        address tess = _admitStaffed(Role.Trustee, "tess");
        _deposit(ivan, 100);
        _do(ivan, ivan, _withdrawalCall(ringgit, 100));
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotYourSupply.selector, ringgit, tess);
        _refuse(tess, tess, _burnCall(1, "out"), reason);
        _refuse(tess, tess, _returnCall(1), reason);
        _do(tan, tan, _burnCall(1, "out"));
        reason = abi.encodeWithSelector(IMasterEvents.MasterNoSuchWithdrawal.selector, 1);
        _refuse(tan, tan, _burnCall(1, "again"), reason);
        _refuse(tan, tan, _returnCall(1), reason);
    }

    function test_successor_only_of_the_revoked() external {
        address tess = _admitStaffed(Role.Trustee, "tess");
        bytes memory call = abi.encodeWithSignature("nameSuccessor(address,address)", tan, tess);
        _refuse(rania, rania, call, abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, tan, tan));
    }

    // -- as it should be

    function test_deposit_and_withdrawal() external {
        _deposit(ivan, 500);
        vm.assertEq(_supply(), 500, "minted");
        _do(ivan, ivan, _withdrawalCall(ringgit, 200));
        vm.assertEq(master.balanceOf(ringgit, address(master)), 200, "in escrow");
        vm.assertEq(_supply(), 500, "and still there");
        _do(tan, tan, _burnCall(1, "bank out"));
        vm.assertEq(_supply(), 300, "burned");
        vm.assertEq(master.balanceOf(ringgit, ivan), 300, "the rest stays");
    }

    function test_withdrawal_given_back() external {
        _deposit(ivan, 500);
        _do(ivan, ivan, _withdrawalCall(ringgit, 200));
        _do(tan, tan, _returnCall(1));
        vm.assertEq(master.balanceOf(ringgit, ivan), 500, "all back");
    }

    function test_successor_burns_and_never_mints() external {
        address tess = _admitStaffed(Role.Trustee, "tess");
        _link(tess, omar);
        _deposit(ivan, 500);
        _do(ivan, ivan, _withdrawalCall(ringgit, 200));
        _stand(rania, tan, Standing.Revoked);
        bytes memory none = abi.encodeWithSelector(IMasterEvents.MasterNotYourSupply.selector, ringgit, tess);
        _refuse(tess, tess, _burnCall(1, "out"), none);
        _do(rania, rania, abi.encodeWithSignature("nameSuccessor(address,address)", tan, tess));
        _do(tess, tess, _burnCall(1, "out"));
        vm.assertEq(_supply(), 300, "burned by the successor");
        _do(tess, tess, _mintCall(ivan, 50, "in"));
        vm.assertEq(_supply(), 300, "what it mints is its own money");
        vm.assertEq(master.balanceOf(master.tokenOf(tess), ivan), 50, "another supply");
    }
}
