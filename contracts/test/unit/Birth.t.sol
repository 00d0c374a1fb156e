// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Role, Standing} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev A market is born whole and sealed; its cast comes in by acts alone.
contract BirthTest is Town {
    function test_deployer_is_nobody() external {
        vm.assertTrue(master.roleOf(address(this)) == Role.None, "the deployer has no role");
        vm.expectRevert();
        master.halt("money", true, "mine");
    }

    function test_cast_has_its_roles() external view {
        vm.assertTrue(master.roleOf(rania) == Role.Regulator, "Rania");
        vm.assertTrue(master.roleOf(tan) == Role.Trustee, "Tan");
        vm.assertTrue(master.roleOf(omar) == Role.Operator, "Omar");
        vm.assertTrue(master.roleOf(ida) == Role.Issuer, "Ida");
        vm.assertTrue(master.roleOf(ivan) == Role.Investor, "Ivan");
        vm.assertEq(master.participant(ivan).parent, omar, "a client's parent is its operator");
        vm.assertEq(master.participant(ivan).trustee, tan, "and its guardian its trustee");
    }

    function test_kernel_fits() external view {
        vm.assertLe(address(master).code.length, 24_576, "EIP-170");
    }

    function test_whole_life() external {
        (, uint256 id) = _settled();
        vm.assertEq(master.certificateOf(shares, id).owner, ivan, "Ivan has his certificate");
        vm.assertEq(master.balanceOf(ringgit, ida) + master.balanceOf(ringgit, omar), 2_000 * PRICE, "paid out");
    }
}
