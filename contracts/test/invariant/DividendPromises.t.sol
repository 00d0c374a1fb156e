// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IDividend} from "../../src/interfaces/IDividend.sol";
import {IMarketMaster} from "../../src/interfaces/IMarketMaster.sol";
import {Vm} from "../Vm.sol";
import {DividendWalk} from "./DividendWalk.sol";

/// @dev After every step of every walk: what was put in is what was paid, what is held, what went back and what is still to
/// be paid; and nobody has more than the units of the record date give.
contract DividendPromisesTest {
    struct FuzzSelector { address addr; bytes4[] selectors; }

    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    bool public constant IS_TEST = true;

    DividendWalk private walk;
    IMarketMaster private master;
    address private face;
    address private token;
    address[] private doors;

    function setUp() external {
        walk = new DividendWalk();
        master = walk.kernel();
        (face, token, doors,) = walk.things();
    }

    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(walk);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        bytes4[] memory s = new bytes4[](16);
        (s[0], s[1], s[2], s[3]) = (DividendWalk.declare.selector, DividendWalk.declare.selector, DividendWalk.fund.selector, DividendWalk.fund.selector);
        (s[4], s[5], s[6], s[7]) = (DividendWalk.pay.selector, DividendWalk.pay.selector, DividendWalk.pay.selector, DividendWalk.move.selector);
        (s[8], s[9], s[10], s[11]) = (DividendWalk.move.selector, DividendWalk.freeze.selector, DividendWalk.collect.selector, DividendWalk.end.selector);
        (s[12], s[13], s[14], s[15]) = (DividendWalk.jump.selector, DividendWalk.jump.selector, DividendWalk.attack.selector, DividendWalk.cancel.selector);
        list = new FuzzSelector[](1);
        list[0] = FuzzSelector(address(walk), s);
    }

    function invariant_paid_held_and_returned_are_what_was_funded() external view {
        (,,, IDividend[] memory all) = walk.things();
        uint256 paidInAll;
        for (uint256 i; i < all.length; ++i) {
            paidInAll += _one(all[i]);
        }
        uint256 got;
        for (uint256 i; i < doors.length; ++i) {
            uint256 its = master.balanceOf(token, doors[i]) - walk.before(doors[i]);
            vm.assertLe(its, _most(all, doors[i]), "nobody has more than his units give");
            got += its;
        }
        vm.assertEq(got, paidInAll, "what was paid is what holders have");
    }

    function _one(IDividend dividend) private view returns (uint256 paid) {
        uint256 held;
        uint256 funded;
        uint256 returned;
        (funded, paid, held, returned) = dividend.sums();
        uint256 balance = master.balanceOf(token, address(dividend));
        IDividend.State state = dividend.state();
        uint256 due;
        for (uint256 i; i < doors.length; ++i) {
            due += dividend.dueTo(doors[i]);
        }
        vm.assertEq(held, due, "what is held is somebody's");
        if (state == IDividend.State.Paying) vm.assertEq(paid + balance, funded, "the rest is still here");
        if (state != IDividend.State.Ended) return paid;
        vm.assertEq(balance, held, "nothing stays here but what is held");
        vm.assertEq(paid + held + returned, funded, "paid, held and returned are what was funded");
    }

    function _most(IDividend[] memory all, address door) private view returns (uint256 most) {
        for (uint256 i; i < all.length; ++i) {
            IDividend.State state = all[i].state();
            if (state != IDividend.State.Paying && state != IDividend.State.Ended) continue;
            IDividend.Terms memory t = all[i].terms();
            most += master.unitsAt(face, t.record, door) * t.rate / 100;
        }
    }

    /// @dev Such walks are not in vain: one that is always the same pays, holds and returns.
    function test_a_walk_pays_holds_and_returns() external {
        uint256 paid;
        for (uint256 i; i < 60; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            walk.move(seed % 7, seed % 5, seed % 900);
            walk.declare(1 + seed % 999, seed % 10);
            walk.fund(seed % 2 == 0, keccak256(abi.encode("ref", i)));
            walk.jump(13);
            if (i % 9 == 4) walk.freeze(seed);
            for (uint256 j; j < 3; ++j) {
                walk.pay(seed % 4 + j, 3);
                this.invariant_paid_held_and_returned_are_what_was_funded();
            }
            walk.collect(seed);
        }
        (,,, IDividend[] memory all) = walk.things();
        for (uint256 i; i < all.length; ++i) {
            if (all[i].state() == IDividend.State.Ended) ++paid;
        }
        vm.assertGt(paid, 20, "many dividends came to their end");
    }
}
