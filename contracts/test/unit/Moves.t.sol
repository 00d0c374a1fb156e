// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Class, Role, Standing} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev Promise 5: a client's move takes the client and the new operator, and nobody else.
contract MovesTest is Town {
    address private olga;
    address private tess;

    function setUp() public override {
        super.setUp();
        olga = _admitStaffed(Role.Operator, "olga");
        tess = _admitStaffed(Role.Trustee, "tess");
        _link(tess, olga);
    }

    function _ask(address operator, address trustee) private pure returns (bytes memory) {
        return abi.encodeWithSignature("askToMove(address,address)", operator, trustee);
    }

    function _take(address client) private pure returns (bytes memory) {
        return abi.encodeWithSignature("takeOver(address)", client);
    }

    function test_nobody_takes_over_who_has_not_asked() external {
        _refuse(olga, olga, _take(ivan), abi.encodeWithSelector(IMasterEvents.MasterMoveNotAsked.selector, ivan, olga));
        _do(ivan, ivan, _ask(olga, tess));
        _refuse(omar, omar, _take(ivan), abi.encodeWithSelector(IMasterEvents.MasterMoveNotAsked.selector, ivan, omar));
    }

    function test_a_move_needs_a_link_and_an_operator() external {
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotLinked.selector, tan, olga);
        _refuse(ivan, ivan, _ask(olga, tan), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterWrongRole.selector, tess, Role.Trustee, Role.Operator);
        _refuse(ivan, ivan, _ask(tess, tess), reason);
    }

    function test_who_is_suspended_himself_stays() external {
        _do(ivan, ivan, _ask(olga, tess));
        _stand(omar, ivan, Standing.Suspended);
        _refuse(olga, olga, _take(ivan), abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, ivan, ivan));
    }

    function test_a_client_leaves_a_suspended_operator_with_all_it_has() external {
        _deposit(ivan, 5_000);
        _stand(rania, omar, Standing.Suspended);
        _do(ivan, ivan, _ask(olga, tess));
        _do(olga, olga, _take(ivan));
        vm.assertEq(master.participant(ivan).parent, olga, "Olga's client");
        vm.assertEq(master.participant(ivan).trustee, tess, "in Tess's guard");
        vm.assertTrue(master.isActive(ivan), "and active again");
        vm.assertEq(master.balanceOf(ringgit, ivan), 5_000, "nothing moved");
        _refuse(olga, olga, _take(ivan), abi.encodeWithSelector(IMasterEvents.MasterMoveNotAsked.selector, ivan, olga));
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotItsParent.selector, ivan, omar);
        _stand(rania, omar, Standing.Active);
        _refuse(omar, omar, _standingCall(ivan, Standing.Suspended), reason);
        vm.assertTrue(master.participant(ivan).class == Class.Sophisticated, "its class is what it was");
    }
}
