// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IActs} from "../../src/interfaces/IActs.sol";
import {IBookCore} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {IEquityRules} from "../../src/interfaces/IRules.sol";
import {ActType} from "../../src/libraries/Types.sol";
import {BookTown} from "../BookTown.sol";

/// @dev Rules of equity that let one door have nothing, for a reason that no order shows.
contract PickyRules is IEquityRules, IActs {
    address public immutable UNWANTED;

    error PickyNotToHim(address to);

    constructor(address unwanted) {
        UNWANTED = unwanted;
    }

    function checkMint(address, address, uint256) external view {}

    function checkMove(address, uint256, address, address, uint256, uint64) external view {}

    function checkEncumber(address, uint256, address, uint256, uint64) external view {}

    function checkDelivery(address, uint256, address, address to, uint256, uint64) external view {
        require(to != UNWANTED, PickyNotToHim(to));
    }

    function acts() external pure returns (ActType[] memory list) {}
}

/// @dev A pair that the rules refuse holds up nobody, and a book listens to nobody but doors and the kernel.
contract BookHostileTest is BookTown {
    address private ann;
    address private ben;
    address private cat;

    function setUp() public override {
        super.setUp();
        (ann, ben, cat) = (traders[0], traders[1], traders[2]);
        _replace("equity", address(new PickyRules(cat)), false, tan);
    }

    function test_a_refused_pair_steps_aside_and_the_others_trade() external {
        uint256 first = _ask(ann, 10, START);
        _ask(traders[3], 10, START);
        uint256 before = _cashOf(cat);
        uint256 refused = _bid(cat, 10, START);
        vm.assertEq(book.orderOf(refused).owner, address(0), "the new order is over");
        vm.assertEq(_cashOf(cat), before, "and paid back");
        vm.assertTrue(book.orderOf(first).parked, "the other lost its place");
        _bid(ben, 5, START);
        vm.assertEq(_unitsOf(ben), EACH + 5, "they trade on");
        book.reenter(first);
        _bid(ben, 15, START);
        vm.assertEq(_unitsOf(ann), EACH - 10, "and it comes back");
    }

    function test_a_refused_order_that_stands_steps_aside_too() external {
        uint256 refused = _bid(cat, 10, START + TICK);
        _bid(ben, 10, START);
        _ask(ann, 10, START);
        vm.assertTrue(book.orderOf(refused).parked, "out of the way");
        _ask(traders[3], 10, START);
        vm.assertEq(_unitsOf(ben), EACH + 10, "the next is served");
        _cancel(cat, refused);
        vm.assertEq(_cashOf(address(book)), book.course().fees, "and takes back");
    }

    function test_a_deal_that_the_rules_refuse_stands() external {
        _go(ann, address(book), shares, 10, abi.encodeCall(IBookCore.negotiate, (certificateOf[ann], 10, START, cat, _soon())));
        bytes memory reason = abi.encodeWithSelector(PickyRules.PickyNotToHim.selector, cat);
        _goes(cat, address(book), ringgit, 1e6, abi.encodeCall(IBookCore.accept, (1, START)), reason);
        vm.assertEq(book.dealOf(1).buyer, cat, "neither leg, and it can be taken back");
        _cancel(ann, 1);
    }

    function test_nobody_is_listened_to_but_doors_and_the_kernel() external {
        _bid(ann, 10, START);
        bytes[5] memory calls = [
            abi.encodeWithSignature("surrender(address)", ann),
            abi.encodeCall(IBookCore.cancel, (1)),
            abi.encodeCall(IBookCore.bid, (1, START, _soon())),
            abi.encodeWithSignature("halt(bytes32)", bytes32("x")),
            abi.encodeWithSignature("close(uint64,bytes32)", type(uint32).max, bytes32("x"))
        ];
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(sam);
            (bool ok,) = address(book).call(calls[i]);
            vm.assertTrue(!ok, "refused");
        }
        IBookEvents.Order memory o = book.orderOf(1);
        vm.assertEq(o.units, 10, "nothing happened");
    }
}
