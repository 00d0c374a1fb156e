// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBookCore} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Standing} from "../../src/libraries/Types.sol";
import {BookTown} from "../BookTown.sol";

/// @dev What an order must be, and what it holds from when it is taken to when it is over.
contract BookOrdersTest is BookTown {
    address private ann;
    address private ben;

    function setUp() public override {
        super.setUp();
        (ann, ben) = (traders[0], traders[1]);
    }

    function _bidCall(uint256 units, uint256 price, uint64 expiresAt) private pure returns (bytes memory) {
        return abi.encodeCall(IBookCore.bid, (units, price, expiresAt));
    }

    function _refuseBid(uint256 units, uint256 price, uint64 expiresAt, bytes memory reason) private {
        _goes(ann, address(book), ringgit, type(uint256).max, _bidCall(units, price, expiresAt), reason);
    }

    function _refuseAsk(address door, uint256 id, uint256 units, bytes memory reason) private {
        bytes memory call = abi.encodeCall(IBookCore.ask, (id, units, START, _soon()));
        _goes(door, address(book), shares, type(uint256).max, call, reason);
    }

    // -- failures

    function test_bids_that_are_none() external {
        uint64 soon = _soon();
        _refuseBid(0, START, soon, abi.encodeWithSelector(IBookEvents.BookUnitsOutOfRange.selector, 0));
        uint256 many = uint256(1) << 48;
        _refuseBid(many, START, soon, abi.encodeWithSelector(IBookEvents.BookUnitsOutOfRange.selector, many));
        _refuseBid(10, 0, soon, abi.encodeWithSelector(IBookEvents.BookPriceOutOfRange.selector, 0));
        _refuseBid(10, START + 1, soon, abi.encodeWithSelector(IBookEvents.BookPriceOffGrid.selector, START + 1, TICK));
        uint256 high = TICK * 65_536;
        _refuseBid(10, high, soon, abi.encodeWithSelector(IBookEvents.BookPriceOffGrid.selector, high, TICK));
        uint256 much = (many - 1) * START;
        _refuseBid(many - 1, START, soon, abi.encodeWithSelector(IBookEvents.BookAmountTooLarge.selector, much));
        uint64 now_ = uint64(block.timestamp);
        _refuseBid(10, START, now_, abi.encodeWithSelector(IBookEvents.BookExpiryPassed.selector, now_, now_));
        bytes memory late = abi.encodeWithSelector(IBookEvents.BookExpiryTooLate.selector, uint64(1) << 32, type(uint32).max);
        _refuseBid(10, START, uint64(1) << 32, late);
    }

    function test_asks_that_are_none() external {
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotTheOwner.selector, certificateOf[ann], ann, ben);
        _refuseAsk(ben, certificateOf[ann], 10, reason);
        _refuseAsk(
            ann, certificateOf[ann], EACH + 1,
            abi.encodeWithSelector(IMasterEvents.MasterUnitsTooFew.selector, certificateOf[ann], EACH, EACH + 1)
        );
        _refuseAsk(ann, 1 << 40, 1, abi.encodeWithSelector(IBookEvents.BookNoSuchOrder.selector, 1 << 40));
        _go(ann, address(book), shares, 10, abi.encodeCall(IBookCore.ask, (certificateOf[ann], 10, START, _soon())));
        reason = abi.encodeWithSelector(IMasterEvents.MasterEncumbered.selector, certificateOf[ann], address(book));
        _refuseAsk(ann, certificateOf[ann], 10, reason);
    }

    function test_only_investors_with_a_standing_trade() external {
        _refuse(
            ida, address(book), ringgit, 100, _bidCall(1, START, _soon()),
            abi.encodeWithSelector(IBookEvents.BookNotAnInvestor.selector, ida)
        );
        _stand(omar, ann, Standing.Suspended);
        _refuseBid(1, START, _soon(), abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, ann, ann));
    }

    function test_the_mandate_covers_units_and_largest_fee() external {
        uint256 held = _heldFor(1_000, START);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, held, held - 1);
        _goes(ann, address(book), ringgit, held - 1, _bidCall(1_000, START, _soon()), reason);
        _go(ann, address(book), ringgit, held, _bidCall(1_000, START, _soon()));
        vm.assertEq(_cashOf(address(book)), held, "all of it is in escrow");
    }

    function test_a_door_has_eight_bids() external {
        for (uint256 i; i < 8; ++i) {
            _bid(ann, 1, START - TICK * i);
        }
        _refuseBid(1, START, _soon(), abi.encodeWithSelector(IBookEvents.BookTooManyBids.selector, ann));
        _cancel(ann, 3);
        _bid(ann, 1, START);
    }

    function test_only_the_owner_cancels_and_once() external {
        uint256 order = _bid(ann, 100, START);
        bytes memory cancel = abi.encodeCall(IBookCore.cancel, (order));
        bytes memory reason = abi.encodeWithSelector(IBookEvents.BookNotYourOrder.selector, order, ann);
        _goes(ben, address(book), address(0), 0, cancel, reason);
        _cancel(ann, order);
        vm.assertEq(_cashOf(ann), CASH - EACH * PRICE, "to the last sen");
        _goes(ann, address(book), address(0), 0, cancel, abi.encodeWithSelector(IBookEvents.BookNoSuchOrder.selector, order));
    }

    function test_nobody_ends_an_order_that_runs() external {
        uint256 order = _bid(ann, 100, START);
        vm.expectRevert(abi.encodeWithSelector(IBookEvents.BookNotOver.selector, order));
        book.end(order);
        vm.expectRevert(abi.encodeWithSelector(IBookEvents.BookNotParked.selector, order));
        book.reenter(order);
        vm.expectRevert(abi.encodeWithSelector(IBookEvents.BookNothingDue.selector));
        book.push(10);
    }

    // -- as it should be

    function test_an_expired_order_is_ended_by_anyone() external {
        uint64 soon = _soon();
        (uint256 bid, uint256 ask) = (_bidUntil(ann, 100, START, soon), _askUntil(ben, 100, START + TICK, soon));
        vm.warp(uint256(soon) + 1);
        vm.prank(sam);
        book.end(bid);
        book.end(ask);
        vm.assertEq(_cashOf(ann), CASH - EACH * PRICE, "the money is back");
        vm.assertEq(master.certificateOf(shares, book.orderOf(ask).certificate).heldBy, address(0), "the units are free");
        (uint256 bidPrice, uint256 askPrice) = book.best();
        vm.assertEq(bidPrice + askPrice, 0, "the book is empty");
    }

    function test_a_suspended_owner_takes_back() external {
        uint256 order = _bid(ann, 100, START);
        _stand(omar, ann, Standing.Suspended);
        _cancel(ann, order);
        vm.assertEq(_cashOf(address(book)), 0, "an exit");
    }

    function test_levels_queue_and_add_up() external {
        _bid(ann, 100, START);
        _bid(ben, 50, START);
        _bid(traders[2], 7, START - 3 * TICK);
        uint256 middle = _bid(traders[3], 5, START);
        _bid(traders[4], 1, START);
        _cancel(traders[3], middle);
        IBookEvents.Level memory l = book.levelAt(IBookEvents.Side.Bid, START);
        vm.assertEq(l.units, 151, "the level's total");
        vm.assertEq(l.orders, 3, "the level's orders");
        vm.assertEq(book.orderOf(l.head).next, 2, "first in, first out");
        vm.assertEq(book.orderOf(2).next, l.tail, "and the gap is closed");
        (uint256 bidPrice,) = book.best();
        vm.assertEq(bidPrice, START, "the best");
        _cancel(ann, 1);
        _cancel(ben, 2);
        _cancel(traders[4], 5);
        (bidPrice,) = book.best();
        vm.assertEq(bidPrice, START - 3 * TICK, "the next best");
    }

    function testFuzz_a_bid_comes_back_to_the_sen(uint16 units, uint8 down) external {
        uint256 price = START - TICK * (down % 60);
        uint256 before = _cashOf(ann);
        uint256 order = _bid(ann, uint256(units) + 1, price);
        vm.assertEq(before - _cashOf(ann), _heldFor(uint256(units) + 1, price), "units and the largest fee");
        _cancel(ann, order);
        vm.assertEq(_cashOf(ann), before, "all of it");
    }

    function testFuzz_the_bitmap_finds_the_best(uint16[6] memory levels) external {
        uint256 highest;
        for (uint256 i; i < 6; ++i) {
            uint256 level = levels[i] == 0 ? 1 : levels[i];
            if (level > highest) highest = level;
            _bid(traders[i], 1, level * TICK);
        }
        (uint256 bidPrice,) = book.best();
        vm.assertEq(bidPrice, highest * TICK, "the highest bid");
    }
}
