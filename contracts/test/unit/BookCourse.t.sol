// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBook, IBookCore, IBookOffice} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Role, Standing} from "../../src/libraries/Types.sol";
import {BookTown} from "../BookTown.sol";

/// @dev A book's own course: opened, in session or not, halted, converted, closed, succeeded.
contract BookCourseTest is BookTown {
    /// @dev Monday, 13 October 2025, 09:00 in Kuala Lumpur.
    uint256 private constant MONDAY = 1_760_317_200;
    address private ann;
    address private ben;

    function setUp() public override {
        super.setUp();
        (ann, ben) = (traders[0], traders[1]);
    }

    function _refuseBid(uint256 price, bytes memory reason) private {
        bytes memory call = abi.encodeCall(IBookCore.bid, (10, price, _soon()));
        _goes(ann, address(book), ringgit, 1e9, call, reason);
    }

    function _closeCall(uint64 closesAt) private pure returns (bytes memory) {
        return abi.encodeCall(IBookOffice.close, (closesAt, bytes32("fault")));
    }

    function _close() private {
        uint64 closesAt = uint64(block.timestamp + 7 days);
        _do(omar, address(book), _closeCall(closesAt));
        vm.warp(closesAt);
    }

    // -- opening

    function test_one_book_a_class_and_money_by_the_issuers_operator() external {
        bytes32 key = keccak256(abi.encode(shares, ringgit, address(0)));
        bytes memory call = _openCall(IBookEvents.Form.Auction, address(0));
        _refuse(omar, bookTemplate, call, abi.encodeWithSelector(IMasterEvents.MasterClaimed.selector, key, address(book)));
        _refuse(omar, address(book), call, abi.encodeWithSelector(IBookEvents.BookAlreadyOpen.selector));
        address olga = _admitStaffed(Role.Operator, "olga");
        bytes memory reason = abi.encodeWithSelector(IBookEvents.BookNotTheIssuersOperator.selector, olga, omar);
        _refuse(olga, bookTemplate, call, reason);
        call = abi.encodeCall(IBookOffice.open, (ringgit, ringgit, TICK, START, IBookEvents.Form.Auction, address(0)));
        _refuse(omar, bookTemplate, call, abi.encodeWithSelector(IBookEvents.BookNotEquity.selector, ringgit));
        call = abi.encodeCall(IBookOffice.open, (shares, shares, TICK, START, IBookEvents.Form.Auction, address(0)));
        _refuse(omar, bookTemplate, call, abi.encodeWithSelector(IBookEvents.BookNotMoney.selector, shares));
    }

    function test_a_price_to_begin_with_is_on_the_grid() external {
        address other = _createClass(ida, tan);
        bytes memory call = abi.encodeCall(IBookOffice.open, (other, ringgit, 0, START, IBookEvents.Form.Auction, address(0)));
        _refuse(omar, bookTemplate, call, abi.encodeWithSelector(IBookEvents.BookTickOutOfRange.selector, 0));
        call = abi.encodeCall(IBookOffice.open, (other, ringgit, TICK, 501, IBookEvents.Form.Auction, address(0)));
        _refuse(omar, bookTemplate, call, abi.encodeWithSelector(IBookEvents.BookPriceOffGrid.selector, 501, TICK));
    }

    function test_an_operator_needs_the_regulators_permission() external {
        _setRule(_permission(omar), 0, 0);
        bytes memory reason = abi.encodeWithSelector(IBookEvents.BookNotPermitted.selector, omar);
        _refuseBid(START, reason);
        address other = _createClass(ida, tan);
        bytes memory call = abi.encodeCall(IBookOffice.open, (other, ringgit, TICK, START, IBookEvents.Form.Auction, address(0)));
        _refuse(omar, bookTemplate, call, reason);
        _setRule("R20", 0, 0);
        _bid(ann, 10, START);
    }

    function test_a_template_is_no_book() external {
        bytes memory call = abi.encodeCall(IBookCore.bid, (10, START, _soon()));
        _goes(ann, bookTemplate, ringgit, 1e9, call, abi.encodeWithSelector(IBookEvents.BookNotOpen.selector));
    }

    // -- sessions (R21)

    /// @dev Entry from Tuesday 10:00 to Thursday 17:00, matching on Wednesday and Thursday from 10:00 to 17:00.
    function _keepHours(uint256 businessDays) private {
        uint256 entry = uint256(1 * 1_440 + 600) << 24 | uint256(3 * 1_440 + 1_020) << 38;
        uint256 matching = uint256(1 << 2 | 1 << 3) << 52 | uint256(600) << 59 | uint256(1_020) << 70;
        _setRule("R21", 0, 200_000 | entry | matching | businessDays << 81 | uint256(28 * 24) << 82);
    }

    function test_orders_are_taken_and_matched_in_their_hours() external {
        vm.warp(MONDAY + 364 days);
        _keepHours(0);
        _refuseBid(START, abi.encodeWithSelector(IBookEvents.BookEntryClosed.selector, block.timestamp));
        vm.warp(MONDAY + 365 days + 1 hours - 1);
        _refuseBid(START, abi.encodeWithSelector(IBookEvents.BookEntryClosed.selector, block.timestamp));
        vm.warp(block.timestamp + 1);
        _bid(ann, 10, START);
        _ask(ben, 10, START);
        vm.assertEq(_unitsOf(ann), EACH, "on Tuesday they wait");
        vm.expectRevert(abi.encodeWithSelector(IBookEvents.BookMatchingClosed.selector, block.timestamp));
        book.push(10);
        vm.warp(block.timestamp + 1 days);
        book.push(10);
        vm.assertEq(_unitsOf(ann), EACH + 10, "on Wednesday they meet");
        vm.warp(block.timestamp + 1 days + 7 hours);
        _refuseBid(START, abi.encodeWithSelector(IBookEvents.BookEntryClosed.selector, block.timestamp));
    }

    function test_no_session_on_a_holiday() external {
        vm.warp(MONDAY + 366 days + 2 hours);
        _keepHours(1);
        _bid(ann, 10, START);
        uint256 day = (block.timestamp + 8 hours) / 1 days;
        bytes memory call = abi.encodeWithSignature(
            "publishCalendar(uint256,uint256,uint256)", day >> 8, uint256(1) << (day & 0xff), 0
        );
        _do(rania, rulebook, call);
        _refuseBid(START, abi.encodeWithSelector(IBookEvents.BookEntryClosed.selector, block.timestamp));
    }

    function test_the_band_is_around_the_last_price() external {
        _setRule("R21", 0, _sessions(200_000));
        _refuseBid(605, abi.encodeWithSelector(IBookEvents.BookPriceOutOfBand.selector, 605, START));
        _refuseBid(395, abi.encodeWithSelector(IBookEvents.BookPriceOutOfBand.selector, 395, START));
        _bid(ann, 10, 600);
        _ask(ben, 10, 600);
        _bid(ann, 10, 720);
        _refuseBid(475, abi.encodeWithSelector(IBookEvents.BookPriceOutOfBand.selector, 475, 600));
    }

    function test_an_order_lives_no_longer_than_the_rulebook_says() external {
        _setRule("R21", 0, _sessions(0) | uint256(24) << 82);
        uint256 latest = block.timestamp + 1 days;
        bytes memory call = abi.encodeCall(IBookCore.bid, (10, START, uint64(latest + 1)));
        bytes memory reason = abi.encodeWithSelector(IBookEvents.BookExpiryTooLate.selector, latest + 1, latest);
        _goes(ann, address(book), ringgit, 1e9, call, reason);
        _bidUntil(ann, 10, START, uint64(latest));
    }

    // -- halts

    function test_a_halt_stops_orders_and_no_exit() external {
        uint256 order = _bid(ann, 10, START);
        bytes memory resume = abi.encodeCall(IBookOffice.resume, ("clear"));
        _refuse(omar, address(book), resume, abi.encodeWithSelector(IBookEvents.BookNotHalted.selector));
        bytes memory halt = abi.encodeCall(IBookOffice.halt, ("news"));
        _goes(
            ann, address(book), address(0), 0, halt,
            abi.encodeWithSelector(IBookEvents.BookNotTheIssuersOperator.selector, ann, omar)
        );
        _do(omar, address(book), halt);
        _refuseBid(START, abi.encodeWithSelector(IBookEvents.BookIsHalted.selector));
        vm.expectRevert(abi.encodeWithSelector(IBookEvents.BookIsHalted.selector));
        book.push(1);
        _cancel(ann, order);
        _do(omar, address(book), resume);
        _bid(ann, 10, START);
    }

    function test_the_regulators_halt_stops_orders_and_no_exit() external {
        uint256 order = _bid(ann, 10, START);
        _halt("book", true);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterHalted.selector, bytes32("book"));
        _refuseBid(START, reason);
        vm.expectRevert(reason);
        book.push(1);
        _cancel(ann, order);
    }

    function test_no_trades_under_a_suspended_operator_or_in_a_suspended_trustees_money() external {
        uint256 order = _bid(ann, 10, START);
        _stand(rania, tan, Standing.Suspended);
        _refuseBid(START, abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, tan, tan));
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, tan, tan));
        book.push(1);
        _stand(rania, tan, Standing.Active);
        _stand(rania, omar, Standing.Suspended);
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, omar, omar));
        book.push(1);
        _cancel(ann, order);
        vm.assertEq(_cashOf(address(book)), 0, "taking back is always possible");
    }

    // -- the end

    function test_no_end_without_notice() external {
        uint256 earliest = block.timestamp + 7 days;
        bytes memory reason = abi.encodeWithSelector(IBookEvents.BookClosesTooEarly.selector, earliest - 1, earliest);
        _refuse(omar, address(book), _closeCall(uint64(earliest - 1)), reason);
        _do(omar, address(book), _closeCall(uint64(earliest)));
        reason = abi.encodeWithSelector(IBookEvents.BookClosingAlready.selector, earliest);
        _refuse(omar, address(book), _closeCall(uint64(earliest + 1)), reason);
        _bid(ann, 10, START);
        vm.warp(earliest);
        _refuseBid(START, abi.encodeWithSelector(IBookEvents.BookClosed.selector, earliest));
    }

    function test_a_closed_book_returns_all_by_anyones_push() external {
        uint256 frozen = _bid(traders[2], 10, START);
        _bid(ann, 10, START);
        uint256 ask = _ask(ben, 10, START + TICK);
        uint256 certificate = book.orderOf(ask).certificate;
        _close();
        _freeze(traders[2]);
        vm.prank(sam);
        book.push(2);
        book.push(10);
        vm.assertEq(_cashOf(ann), CASH - EACH * PRICE, "hers");
        vm.assertEq(master.certificateOf(shares, certificate).heldBy, address(0), "his");
        vm.assertTrue(book.orderOf(frozen).parked, "the frozen one's waits");
        vm.expectRevert(abi.encodeWithSelector(IBookEvents.BookNothingDue.selector));
        book.push(10);
        vm.warp(block.timestamp + 11 days);
        book.end(frozen);
        vm.assertEq(_cashOf(address(book)), 0, "nothing stays");
    }

    function test_a_successor_follows_a_closed_book_once() external {
        bytes memory call = _openCall(IBookEvents.Form.Auction, address(book));
        _refuse(omar, bookTemplate, call, abi.encodeWithSelector(IBookEvents.BookNotClosed.selector, address(book)));
        _close();
        IBook old = book;
        book = _openBook(IBookEvents.Form.Auction, address(book));
        bytes32 key = keccak256(abi.encode(shares, ringgit, address(old)));
        _refuse(omar, bookTemplate, call, abi.encodeWithSelector(IMasterEvents.MasterClaimed.selector, key, address(book)));
        _bid(ann, 10, START);
    }

    // -- a conversion of the class

    /// @dev Two for one.
    function _convert() private {
        bytes memory ask = abi.encodeWithSignature("askConversion(address,uint64,uint64)", shares, 2, 1);
        _do(ida, ida, ask);
        vm.warp(block.timestamp + 7 days);
        _do(tan, tan, abi.encodeWithSignature("confirmConversion(address,uint64,uint64)", shares, 2, 1));
    }

    function test_a_conversion_frees_all_orders_first() external {
        uint256 bid = _bidUntil(ann, 10, START, uint64(block.timestamp + 30 days));
        uint256 ask = _askUntil(ben, 10, START + TICK, uint64(block.timestamp + 30 days));
        uint256[] memory ids = _one(book.orderOf(ask).certificate);
        _convert();
        _refuseBid(START, abi.encodeWithSelector(IBookEvents.BookConverting.selector));
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterNotConvertible.selector, ids[0]));
        master.convert(shares, ids);
        book.push(1);
        vm.assertEq(book.orderOf(bid).owner, address(0), "returned");
        book.push(10);
        vm.assertEq(book.orderOf(ask).owner, address(0), "freed");
        master.convert(shares, ids);
        vm.assertEq(master.certificateOf(shares, ids[0]).units, 20, "and converted");
        vm.assertEq(uint256(book.course().lastLevel) * TICK, START / 2, "the last price, too");
        _bid(ann, 10, START / 2);
    }

    function test_a_parked_order_of_before_does_not_come_back() external {
        uint256 bid = _bidUntil(ann, 10, START, uint64(block.timestamp + 30 days));
        _stand(omar, ann, Standing.Suspended);
        _ask(ben, 10, START);
        _stand(omar, ann, Standing.Active);
        _convert();
        book.push(10);
        vm.expectRevert(abi.encodeWithSelector(IBookEvents.BookNotFit.selector, bid, bytes32("converted")));
        book.reenter(bid);
        book.end(bid);
        vm.assertEq(_cashOf(ann), CASH - EACH * PRICE, "it is returned instead");
    }

    // -- the regulator's order

    function test_an_order_reaches_what_a_book_holds() external {
        _bid(ann, 100, START);
        _bid(ann, 100, START - TICK);
        _do(
            rania, rania,
            abi.encodeWithSignature(
                "order(address,address,address,uint256,address,bytes32)", ringgit, ann, ben, CASH, address(book), bytes32("court 7")
            )
        );
        vm.warp(block.timestamp + 7 days);
        uint256 before = _cashOf(ben);
        master.executeOrder(1);
        vm.assertEq(_cashOf(ben) - before, CASH - EACH * PRICE, "all of it");
        vm.assertEq(_cashOf(address(book)), 0, "out of the book");
        (uint256 bidPrice,) = book.best();
        vm.assertEq(bidPrice, 0, "which is empty");
    }

    function test_only_the_kernel_asks_a_book_to_surrender() external {
        vm.expectRevert(abi.encodeWithSignature("InstanceOnlyMaster(address)", sam));
        vm.prank(sam);
        (bool ok,) = address(book).call(abi.encodeWithSignature("surrender(address)", ann));
        vm.assertTrue(ok, "reverted as expected");
    }
}
