// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBookCore} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Standing} from "../../src/libraries/Types.sol";
import {BookTown} from "../BookTown.sol";
import {Vm} from "../Vm.sol";

/// @dev The call auction: one price, most volume, and who gets what at the margin.
contract BookAuctionTest is BookTown {
    struct Plain { uint256 id; bool isBid; uint256 price; uint256 units; }

    Plain[] private plain;
    uint256 private soldAt;
    uint256 private sold;

    function setUp() public override {
        super.setUp();
        _setRule("R21-auction", 0, 1 hours);
        vm.warp(block.timestamp + 1 days);
        uint64 closesAt = uint64(block.timestamp + 7 days);
        _do(omar, address(book), abi.encodeWithSignature("close(uint64,bytes32)", closesAt, bytes32("auctions")));
        vm.warp(closesAt);
        book = _openBook(IBookEvents.Form.Auction, address(book));
    }

    function _isOn() private view returns (bool) {
        return book.course().phase != IBookEvents.Phase.Open;
    }

    /// @dev Batches of `n` until it is over; what was told is kept.
    function _run(uint256 n) private {
        do {
            vm.recordLogs();
            book.push(n);
            Vm.Log[] memory logs = vm.getRecordedLogs();
            Fill[] memory more = _fills(logs);
            for (uint256 i; i < logs.length; ++i) {
                if (logs[i].topics[0] == IBookEvents.AuctionPriced.selector) {
                    (soldAt,) = abi.decode(logs[i].data, (uint256, uint256));
                }
            }
            for (uint256 i; i < more.length; ++i) {
                sold += more[i].units;
                vm.assertEq(more[i].price, soldAt, "all at one price");
            }
        } while (_isOn());
    }

    // -- failures

    function test_nothing_to_call() external {
        vm.expectRevert(abi.encodeWithSelector(IBookEvents.BookNothingDue.selector));
        book.push(10);
        _bid(traders[0], 10, START);
        _ask(traders[1], 10, START + TICK);
        vm.expectRevert(abi.encodeWithSelector(IBookEvents.BookNothingDue.selector));
        book.push(10);
    }

    function test_one_a_session() external {
        _bid(traders[0], 10, START);
        _ask(traders[1], 10, START);
        book.push(100);
        _bid(traders[0], 10, START);
        _ask(traders[1], 10, START);
        vm.expectRevert(abi.encodeWithSelector(IBookEvents.BookNothingDue.selector));
        book.push(100);
        vm.warp(block.timestamp + 1 hours);
        book.push(100);
        vm.assertEq(_unitsOf(traders[0]), EACH + 20, "and the next");
    }

    /// @dev Until the regulator sets them, R21's hold for both forms of book.
    function test_call_auctions_have_sessions_of_their_own() external {
        _setRule("R21", 0, 0);
        bytes memory call = abi.encodeCall(IBookCore.bid, (1, START, _soon()));
        bytes memory reason = abi.encodeWithSelector(IBookEvents.BookEntryClosed.selector, block.timestamp);
        _goes(traders[0], address(book), ringgit, 1e9, call, reason);
        _setRule("R21a", 0, _sessions(0));
        _bid(traders[0], 10, START);
        _ask(traders[1], 10, START);
        book.push(100);
        vm.assertEq(_unitsOf(traders[0]), EACH + 10, "in their own hours");
    }

    function test_nothing_enters_and_nothing_is_cancelled_meanwhile() external {
        uint256 order = _bid(traders[0], 10, START);
        _ask(traders[1], 10, START);
        book.push(1);
        bytes memory reason = abi.encodeWithSelector(IBookEvents.BookInAuction.selector);
        bytes memory call = abi.encodeCall(IBookCore.bid, (1, START, _soon()));
        _goes(traders[2], address(book), ringgit, 1e9, call, reason);
        _goes(traders[0], address(book), address(0), 0, abi.encodeCall(IBookCore.cancel, (order)), reason);
        vm.expectRevert(reason);
        book.end(order);
        _run(1);
        vm.assertEq(_unitsOf(traders[0]), EACH + 10, "it came to its end");
    }

    function test_an_auction_that_is_stopped_lets_go_after_an_hour() external {
        uint256 order = _bid(traders[0], 10, START);
        uint256 other = _bid(traders[2], 10, START);
        _ask(traders[1], 10, START);
        book.push(1);
        _halt("book", true);
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterHalted.selector, bytes32("book")));
        book.push(1);
        vm.warp(block.timestamp + 1 hours + 1);
        _cancel(traders[0], order);
        vm.assertTrue(!_isOn(), "abandoned");
        _cancel(traders[2], other);
        vm.assertEq(_cashOf(address(book)), 0, "an exit is never halted");
    }

    function test_an_auction_that_nobody_ends_is_abandoned_by_a_push() external {
        _bid(traders[0], 10, START);
        _ask(traders[1], 10, START);
        book.push(1);
        vm.warp(block.timestamp + 1 hours + 1);
        book.push(1);
        vm.assertTrue(!_isOn(), "abandoned");
        book.push(100);
        vm.assertEq(_unitsOf(traders[0]), EACH + 10, "and called again");
    }

    function test_who_may_not_trade_is_swept_before_the_price() external {
        uint256 big = _bid(traders[0], 1_000, START + 10 * TICK);
        _bid(traders[2], 10, START);
        _ask(traders[1], 1_000, START - 2 * TICK);
        _stand(omar, traders[0], Standing.Suspended);
        _run(2);
        vm.assertEq(sold, 10, "what stands trades");
        vm.assertTrue(book.orderOf(big).parked, "what does not keeps what it holds");
    }

    function test_who_is_suspended_after_the_price_drops_out_alone() external {
        _bid(traders[0], 10, START);
        _bid(traders[2], 10, START);
        _ask(traders[1], 20, START);
        soldAt = START;
        book.push(6); // three swept, one level priced, two orders reached
        _stand(omar, traders[0], Standing.Suspended);
        _run(1);
        vm.assertEq(_unitsOf(traders[0]), EACH, "not he");
        vm.assertEq(_unitsOf(traders[2]), EACH + 10, "but she");
        vm.assertEq(book.orderOf(3).units, 10, "the rest is still offered");
    }

    function test_nobody_trades_with_himself() external {
        _bid(traders[0], 10, START);
        uint256 own = _ask(traders[0], 10, START - TICK);
        _ask(traders[1], 10, START);
        _run(3);
        vm.assertEq(book.orderOf(own).owner, address(0), "the later of the two is taken out");
        vm.assertEq(sold, 0, "and what it would have sold is sold by nobody");
        vm.assertEq(book.orderOf(1).units, 10, "the earlier stands");
    }

    function test_surrender_ends_the_auction() external {
        _bid(traders[0], 10, START);
        _ask(traders[1], 10, START);
        _do(
            rania, rania,
            abi.encodeWithSignature(
                "order(address,address,address,uint256,address,bytes32)", ringgit, traders[0], traders[2], CASH, address(book),
                bytes32("court 7")
            )
        );
        vm.warp(block.timestamp + 6 days + 23 hours + 59 minutes);
        book.push(1);
        vm.warp(block.timestamp + 1 minutes);
        uint256 before = _cashOf(traders[2]);
        master.executeOrder(1);
        vm.assertEq(_cashOf(traders[2]) - before, CASH - EACH * PRICE, "what was in the book, too");
        vm.assertTrue(!_isOn(), "abandoned");
    }

    // -- as it should be

    function test_the_margin_is_shared_in_proportion() external {
        uint256 first = _bid(traders[0], 10, START);
        uint256 second = _bid(traders[1], 20, START);
        uint256 third = _bid(traders[2], 30, START);
        _bid(traders[3], 5, START + TICK);
        _ask(traders[4], 35, START - TICK);
        _run(4);
        vm.assertEq(soldAt, START, "at the bids' own price: fewer are left over above it");
        vm.assertEq(book.orderOf(first).units, 5, "half of each");
        vm.assertEq(book.orderOf(second).units, 10, "half of each");
        vm.assertEq(book.orderOf(third).units, 15, "half of each");
        vm.assertEq(_cashOf(address(book)), _heldOf(first) + _heldOf(second) + _heldOf(third) + book.course().fees, "escrow");
    }

    function _heldOf(uint256 order) private view returns (uint256) {
        IBookEvents.Order memory o = book.orderOf(order);
        uint256 amount = uint256(o.units) * o.level * TICK;
        return amount + _feeOf(o.proceeds + amount) - (o.proceeds == 0 ? 0 : _feeOf(o.proceeds));
    }

    /// @dev Against brute force: every price there is, and every order's part.
    function testFuzz_the_price_is_the_best_of_all_and_parts_are_exact(uint256 seed, uint8 batch) external {
        _fillBook(seed);
        (uint256 bidPrice, uint256 askPrice) = book.best();
        if (askPrice == 0 || bidPrice < askPrice) return;
        (uint256 price, uint256 volume) = _brute();
        _run(1 + batch % 9);
        vm.assertEq(soldAt, price, "the price");
        vm.assertEq(sold, volume, "the volume");
        _requireParts(true, volume);
        _requireParts(false, volume);
    }

    function _fillBook(uint256 seed) private {
        uint256 n = 2 + seed % 20;
        for (uint256 i; i < n; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            bool isBid = seed % 2 == 0;
            uint256 price = START + TICK * ((seed >> 8) % 11) - 5 * TICK;
            uint256 units = 1 + (seed >> 16) % ((seed >> 32) % 4 == 0 ? 300 : 6);
            address door = traders[(isBid ? 0 : 3) + (seed >> 64) % 3];
            if (isBid && _bids() == 8) continue;
            plain.push(Plain(isBid ? _bid(door, units, price) : _ask(door, units, price), isBid, price, units));
        }
    }

    function _bids() private view returns (uint256 n) {
        for (uint256 i; i < plain.length; ++i) {
            if (plain[i].isBid) ++n;
        }
    }

    /// @dev Most volume, then least left over, then nearest the last price.
    function _brute() private view returns (uint256 price, uint256 volume) {
        uint256 left;
        for (uint256 p = TICK; p < 2 * START; p += TICK) {
            (uint256 demand, uint256 supply) = (_totalAt(true, p), _totalAt(false, p));
            uint256 v = demand < supply ? demand : supply;
            uint256 l = demand + supply - 2 * v;
            bool better = v > volume || (v == volume && (l < left || (l == left && _away(p) < _away(price))));
            if (better) (price, volume, left) = (p, v, l);
        }
    }

    function _away(uint256 p) private pure returns (uint256) {
        return p > START ? p - START : START - p;
    }

    function _totalAt(bool isBid, uint256 p) private view returns (uint256 units) {
        for (uint256 i; i < plain.length; ++i) {
            bool in_ = plain[i].isBid == isBid && (isBid ? plain[i].price >= p : plain[i].price <= p);
            if (in_) units += plain[i].units;
        }
    }

    /// @dev Better prices whole; at the margin in proportion, by cumulative shares in the order of coming.
    function _requireParts(bool isBid, uint256 volume) private view {
        for (uint256 i; i < plain.length; ++i) {
            if (plain[i].isBid != isBid) continue;
            (uint256 ahead, uint256 level, uint256 before) = _around(i);
            uint256 left = volume > ahead ? volume - ahead : 0;
            uint256 part = plain[i].units;
            if (left < level) part = (before + plain[i].units) * left / level - before * left / level;
            vm.assertEq(book.orderOf(plain[i].id).units, plain[i].units - part, "its part");
        }
    }

    /// @dev Units at better prices, at its own price, and of those the earlier ones.
    function _around(uint256 me) private view returns (uint256 ahead, uint256 level, uint256 before) {
        Plain memory mine = plain[me];
        for (uint256 i; i < plain.length; ++i) {
            Plain memory o = plain[i];
            if (o.isBid != mine.isBid) continue;
            if (o.price == mine.price) {
                level += o.units;
                if (i < me) before += o.units;
            } else if (mine.isBid ? o.price > mine.price : o.price < mine.price) {
                ahead += o.units;
            }
        }
    }
}
