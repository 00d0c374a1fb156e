// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBookCore} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Certificate, Role, Standing} from "../../src/libraries/Types.sol";
import {BookTown} from "../BookTown.sol";

/// @dev How orders meet: in which order, at which price, for which fee, and what does not hold them up.
contract BookMatchingTest is BookTown {
    address private ann;
    address private ben;
    address private cat;

    function setUp() public override {
        super.setUp();
        (ann, ben, cat) = (traders[0], traders[1], traders[2]);
    }

    function _filled() private returns (Fill[] memory) {
        return _fills(vm.getRecordedLogs());
    }

    // -- what does not trade

    function test_an_own_order_is_not_taken_and_the_rest_of_the_new_one_is_cancelled() external {
        _ask(ben, 10, START);
        uint256 own = _ask(ann, 10, START);
        uint256 before = _cashOf(ann);
        uint256 order = _bid(ann, 15, START);
        vm.assertEq(_unitsOf(ann), EACH + 10, "what came before her own");
        vm.assertEq(book.orderOf(order).owner, address(0), "the rest is cancelled");
        vm.assertEq(book.orderOf(own).units, 10, "the earlier stands");
        vm.assertEq(before - _cashOf(ann), 10 * START + _feeOf(10 * START), "and paid for what she got");
    }

    function test_two_doors_of_one_person_do_not_trade() external {
        address olga = _admitStaffed(Role.Operator, "olga");
        _link(tan, olga);
        bytes32 person = master.participant(ann).person;
        address again = _admitTrader(person);
        _ask(ann, 10, START);
        _bid(again, 10, START);
        vm.assertEq(_unitsOf(again), 0, "by person, not by door");
    }

    function test_who_may_not_trade_loses_his_place_and_keeps_his_own() external {
        uint256 first = _ask(ann, 10, START);
        uint256 second = _ask(ben, 10, START);
        _stand(omar, ann, Standing.Suspended);
        _bid(cat, 10, START);
        vm.assertEq(_unitsOf(ben), EACH - 10, "the next is served");
        vm.assertTrue(book.orderOf(first).parked, "hers waits");
        vm.assertEq(book.orderOf(second).owner, address(0), "his is filled");
        vm.assertEq(master.certificateOf(shares, book.orderOf(first).certificate).heldBy, address(book), "still held");

        vm.expectRevert(abi.encodeWithSelector(IBookEvents.BookNotFit.selector, first, bytes32("ineligible")));
        book.reenter(first);
        _stand(omar, ann, Standing.Active);
        _ask(ben, 5, START);
        vm.prank(sam);
        book.reenter(first);
        vm.assertEq(book.orderOf(first).owner, address(0), "under a new number");
        uint256 again = book.course().lastOrder;
        vm.assertEq(book.levelAt(IBookEvents.Side.Ask, START).tail, again, "at the tail");
        _bid(cat, 15, START);
        vm.assertEq(_unitsOf(ann), EACH - 10, "and trades");
    }

    function test_a_parked_order_can_be_taken_back() external {
        uint256 bid = _bid(ann, 10, START);
        _stand(omar, ann, Standing.Suspended);
        _ask(ben, 10, START);
        vm.assertTrue(book.orderOf(bid).parked, "it waits");
        _cancel(ann, bid);
        vm.assertEq(_cashOf(ann), CASH - EACH * PRICE, "an exit");
        vm.assertEq(_cashOf(address(book)), 0, "all of it");
    }

    function test_a_frozen_bid_that_expires_waits_for_its_owner() external {
        uint64 soon = uint64(block.timestamp + 1 hours);
        uint256 bid = _bidUntil(ann, 10, START, soon);
        _freeze(ann);
        vm.warp(uint256(soon) + 1);
        _ask(ben, 10, START);
        vm.assertTrue(book.orderOf(bid).parked, "it holds up nobody");
        vm.expectRevert();
        book.end(bid);
        vm.warp(block.timestamp + 11 days);
        book.end(bid);
        vm.assertEq(_cashOf(ann), CASH - EACH * PRICE, "and goes back when it can");
    }

    function test_an_expired_order_at_the_top_is_ended_on_the_way() external {
        uint64 soon = uint64(block.timestamp + 1 hours);
        uint256 old = _askUntil(ann, 10, START, soon);
        _ask(ben, 10, START);
        vm.warp(uint256(soon) + 1);
        _bid(cat, 10, START);
        vm.assertEq(book.orderOf(old).owner, address(0), "over");
        vm.assertEq(_unitsOf(ben), EACH - 10, "the next is served");
    }

    function test_an_ordered_certificate_is_passed_over() external {
        uint256 id = _split(ann, 10);
        _go(ann, address(book), shares, 10, abi.encodeCall(IBookCore.ask, (id, 10, START, _soon())));
        _do(
            rania, rania,
            abi.encodeWithSignature(
                "order(address,address,address,uint256,address,bytes32)", shares, ann, ben, id, address(0), bytes32("court 7")
            )
        );
        _bid(cat, 10, START);
        vm.assertTrue(book.orderOf(1).parked, "frozen from the announcement on");
        vm.warp(block.timestamp + 7 days);
        master.executeOrder(1);
        book.end(1);
        vm.assertEq(master.certificateOf(shares, id).owner, ben, "it went where it was ordered to");
    }

    function test_a_thousand_at_the_top_who_may_not_trade_do_not_stall_the_book() external {
        for (uint256 i; i < 1_000; ++i) {
            _ask(ann, 1, START);
        }
        _ask(ben, 10, START);
        _stand(omar, ann, Standing.Suspended);
        uint256 bid = _bid(cat, 10, START);
        vm.assertEq(book.orderOf(bid).units, 10, "it waits behind what it touched");
        for (uint256 i; i < 10; ++i) {
            book.push(100);
        }
        vm.assertEq(_unitsOf(cat), EACH + 10, "served");
        vm.assertEq(book.levelAt(IBookEvents.Side.Ask, START).orders, 0, "and they are out of the way");
    }

    function test_halted_rules_of_equity_stop_trades_and_take_nobodys_place() external {
        _ask(ann, 10, START);
        _bid(ben, 10, START - TICK);
        _halt("equity", true);
        bytes memory call = abi.encodeCall(IBookCore.bid, (10, START, _soon()));
        _goes(cat, address(book), ringgit, 1e9, call, abi.encodeWithSelector(IMasterEvents.MasterHalted.selector, bytes32("equity")));
        _halt("equity", false);
        _bid(cat, 10, START);
        vm.assertEq(_unitsOf(cat), EACH + 10, "as if nothing had been");
    }

    function test_who_pushes_cannot_break_a_fill_by_its_gas() external {
        for (uint256 i; i < 25; ++i) {
            _ask(ann, 1, START);
        }
        _bid(cat, 25, START); // five are left to a push
        for (uint256 gas = 60_000; gas < 900_000; gas += 10_000) {
            uint256 state = vm.snapshotState();
            vm.prank(sam);
            (bool ok,) = address(book).call{gas: gas}(abi.encodeCall(IBookCore.push, (5)));
            if (ok) {
                vm.assertTrue(!book.orderOf(21).parked && !book.orderOf(26).parked, "filled or left, never parked");
            }
            vm.revertToState(state);
        }
    }

    // -- as it should be

    function test_price_then_time_at_the_earlier_ones_price() external {
        uint256 dear = _ask(ann, 10, START + TICK);
        uint256 first = _ask(ben, 10, START);
        uint256 second = _ask(cat, 10, START);
        uint256 before = _cashOf(traders[3]);
        vm.recordLogs();
        uint256 bid = _bid(traders[3], 25, START + 5 * TICK);
        Fill[] memory fills = _filled();
        vm.assertEq(fills.length, 3, "three");
        vm.assertEq(fills[0].ask, first, "the best, the first");
        vm.assertEq(fills[1].ask, second, "the best, the second");
        vm.assertEq(fills[2].ask, dear, "then the next best");
        vm.assertEq(fills[2].units, 5, "as much as is left");
        uint256 paid = 20 * START + 5 * (START + TICK);
        vm.assertEq(before - _cashOf(traders[3]), paid + _feeOf(paid), "what is held for more comes back at once");
        vm.assertEq(book.orderOf(bid).owner, address(0), "filled");
        vm.assertEq(uint256(book.course().lastLevel) * TICK, START + TICK, "the last price");
    }

    function test_the_rest_of_a_bid_stands_and_is_filled_at_its_own_price() external {
        _ask(ann, 10, START);
        uint256 bid = _bid(ben, 30, START + TICK);
        vm.assertEq(book.orderOf(bid).units, 20, "the rest stands");
        vm.assertEq(book.orderOf(bid).proceeds, 10 * START, "with what it came to so far");
        vm.recordLogs();
        _ask(cat, 20, START - TICK);
        Fill[] memory fills = _filled();
        vm.assertEq(fills[0].price, START + TICK, "the earlier one's price");
        vm.assertEq(_cashOf(address(book)), book.course().fees, "nothing but fees is left");
    }

    /// @dev R22: RM 50 at least, over all fills of one order, and never more than they came to.
    function test_the_least_fee_is_charged_once_an_order() external {
        uint256 before = _cashOf(ann);
        _ask(ann, 300, START);
        _bid(ben, 4, START);
        vm.assertEq(_cashOf(ann), before, "RM 20 so far, all of it fee");
        _bid(ben, 16, START);
        vm.assertEq(_cashOf(ann), before + 20 * START - LEAST_FEE, "RM 100: RM 50 of it");
        _bid(ben, 80, START);
        vm.assertEq(_cashOf(ann), before + 100 * START - LEAST_FEE, "RM 500: still RM 50");
        _bid(cat, 200, START);
        vm.assertEq(_cashOf(ann), before + 300 * START - LEAST_FEE, "RM 1,500: 1.25 % is less");
    }

    function test_the_rate_holds_above_the_least_fee_and_an_unfilled_order_costs_nothing() external {
        uint256 before = _cashOf(ann);
        uint256 order = _ask(ann, 2_000, START);
        _bid(ben, 1_000, START);
        vm.assertEq(_cashOf(ann), before + 500_000 - 6_250, "1.25 % of RM 5,000");
        _cancel(ann, order);
        vm.assertEq(_cashOf(ann), before + 500_000 - 6_250, "nothing for the rest");
    }

    function test_fees_are_frozen_in_the_order() external {
        _ask(ann, 1_000, START);
        _setRule("R22", 0, 0);
        _setRule("R22m", 0, 0);
        uint256 before = _cashOf(ann);
        _bid(ben, 1_000, START);
        vm.assertEq(_cashOf(ann), before + 500_000 - 6_250, "hers is older");
        vm.assertEq(book.course().fees, 6_250, "his is free");
    }

    function test_fees_go_to_the_operator_by_anyones_push() external {
        _ask(ann, 1_000, START);
        _bid(ben, 1_000, START);
        uint256 before = _cashOf(omar);
        vm.prank(sam);
        book.collectFees();
        vm.assertEq(_cashOf(omar) - before, 12_500, "both sides'");
        vm.assertEq(_cashOf(address(book)), 0, "and nothing stays");
        vm.expectRevert(abi.encodeWithSelector(IBookEvents.BookNothingDue.selector));
        book.collectFees();
    }

    function test_class_lineage_and_lock_up_go_on_in_both_parts() external {
        uint256 id = certificateOf[ann];
        _go(ann, address(book), shares, 100, abi.encodeCall(IBookCore.ask, (id, 100, START, _soon())));
        _bid(ben, 40, START);
        Certificate memory rest = master.certificateOf(shares, id);
        Certificate memory part = master.certificateOf(shares, master.faceOf(shares).certificates);
        vm.assertEq(rest.units, EACH - 40, "the remainder keeps its id");
        vm.assertEq(rest.heldUnits, 60, "and what is offered of it");
        vm.assertEq(part.parent, id, "the part knows where it came from");
        vm.assertEq(part.lockedUntil, rest.lockedUntil, "R19 is inherited");
        vm.assertEq(part.owner, ben, "and is his");
    }

    function test_a_moratorium_is_asked_at_the_order() external {
        vm.warp(block.timestamp - 1 days);
        uint256 until = master.certificateOf(shares, certificateOf[ann]).lockedUntil;
        vm.warp(until - 1);
        bytes memory call = abi.encodeCall(IBookCore.ask, (certificateOf[ann], 10, START, _soon()));
        bytes memory reason = abi.encodeWithSignature("EquityLocked(uint256,uint64)", certificateOf[ann], until);
        _goes(ann, address(book), shares, 10, call, reason);
    }

    function test_a_long_sweep_is_pushed_on_and_nobody_overtakes() external {
        for (uint256 i; i < 50; ++i) {
            _ask(ann, 1, START);
        }
        uint256 bid = _bid(ben, 45, START);
        vm.assertEq(_unitsOf(ben), EACH + 20, "twenty in the act itself");
        vm.recordLogs();
        _bid(cat, 45, START);
        Fill[] memory fills = _filled();
        vm.assertEq(fills[0].bid, bid, "the earlier goes on first");
        book.push(100);
        vm.assertEq(_unitsOf(ben), EACH + 45, "all of his");
        vm.assertEq(_unitsOf(cat), EACH + 5, "then hers");
        (uint256 bidPrice, uint256 askPrice) = book.best();
        vm.assertTrue(bidPrice == START && askPrice == 0, "the rest of hers stands");
    }
}
