// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {BookTown} from "../BookTown.sol";

/// @dev The matching engine against the plainest one that can be written: a list of orders, looked through from end to end.
/// Identical fills, in the same order, and every sen where it belongs.
contract BookReferenceTest is BookTown {
    struct Plain { uint256 id; address owner; bool isBid; uint256 price; uint256 units; uint256 expiresAt; uint256 proceeds; }

    uint256 private constant STEPS = 24;
    Plain[] private plain;
    Fill[] private wanted;
    Fill[] private got;
    mapping(address => int256) private cash;
    uint256 private last;

    // -- the reference

    function _place(address owner, bool isBid, uint256 price, uint256 units, uint256 expiresAt) private {
        plain.push(Plain(++last, owner, isBid, price, units, expiresAt, 0));
        uint256 me = plain.length - 1;
        while (plain[me].units != 0) {
            uint256 other = _bestAgainst(me);
            if (other == type(uint256).max) return;
            if (plain[other].owner == owner) {
                plain[me].units = 0;
                return;
            }
            _trade(me, other);
        }
    }

    /// @dev The best price, then the first to come, of those that cross.
    function _bestAgainst(uint256 me) private view returns (uint256 found) {
        found = type(uint256).max;
        Plain memory mine = plain[me];
        for (uint256 i; i < me; ++i) {
            Plain memory o = plain[i];
            if (o.isBid == mine.isBid || o.units == 0 || o.expiresAt < block.timestamp) continue;
            if (mine.isBid ? o.price > mine.price : o.price < mine.price) continue;
            bool better = found == type(uint256).max
                || (mine.isBid ? o.price < plain[found].price : o.price > plain[found].price);
            if (better) found = i;
        }
    }

    function _trade(uint256 me, uint256 other) private {
        uint256 units = plain[me].units < plain[other].units ? plain[me].units : plain[other].units;
        uint256 price = plain[other].price;
        (uint256 buyer, uint256 seller) = plain[me].isBid ? (me, other) : (other, me);
        wanted.push(Fill(plain[buyer].id, plain[seller].id, units, price));
        cash[plain[buyer].owner] -= int256(units * price + _more(buyer, units * price));
        cash[plain[seller].owner] += int256(units * price - _more(seller, units * price));
        (plain[me].units, plain[other].units) = (plain[me].units - units, plain[other].units - units);
    }

    /// @dev R22: the fee that this much more adds.
    function _more(uint256 i, uint256 amount) private returns (uint256) {
        uint256 before = plain[i].proceeds;
        plain[i].proceeds += amount;
        return _feeOf(before + amount) - (before == 0 ? 0 : _feeOf(before));
    }

    // -- a random book

    function testFuzz_identical_fills(uint256 seed) external {
        for (uint256 i; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _step(seed);
        }
        vm.assertEq(got.length, wanted.length, "as many fills");
        for (uint256 i; i < got.length; ++i) {
            vm.assertEq(got[i].bid, wanted[i].bid, "the same bid");
            vm.assertEq(got[i].ask, wanted[i].ask, "the same ask");
            vm.assertEq(got[i].units, wanted[i].units, "the same units");
            vm.assertEq(got[i].price, wanted[i].price, "the same price");
        }
        _takeAllBack();
        for (uint256 i; i < traders.length; ++i) {
            int256 has = int256(_cashOf(traders[i])) - int256(CASH - EACH * PRICE);
            vm.assertTrue(has == cash[traders[i]], "every sen");
        }
        vm.assertEq(_cashOf(address(book)), book.course().fees, "fees are what is left");
    }

    function _step(uint256 seed) private {
        vm.warp(block.timestamp + 1);
        address door = traders[seed % 6];
        uint256 price = START + TICK * ((seed >> 8) % 9) - 4 * TICK;
        uint256 units = 1 + (seed >> 16) % ((seed >> 32) % 3 == 0 ? 400 : 12);
        uint64 until = uint64(block.timestamp + 1 + (seed >> 48) % 30);
        uint256 what = (seed >> 64) % 10;
        if (what == 0) return _cancelOne(seed);
        bool isBid = what < 6;
        if (isBid && _bidsOf(door) == 8) return;
        vm.recordLogs();
        uint256 id = isBid ? _bidUntil(door, units, price, until) : _askUntil(door, units, price, until);
        _collect();
        _pushOn(1 + (seed >> 72) % 4);
        _place(door, isBid, price, units, until);
        vm.assertEq(id, last, "numbered as they come");
    }

    function _bidsOf(address door) private view returns (uint256 n) {
        for (uint256 i = 1; i <= last; ++i) {
            IBookEvents.Order memory o = book.orderOf(i);
            if (o.owner == door && o.side == IBookEvents.Side.Bid) ++n;
        }
    }

    /// @dev Whatever one call left for the next.
    function _pushOn(uint256 n) private {
        while (true) {
            (uint256 bidPrice, uint256 askPrice) = book.best();
            if (askPrice == 0 || bidPrice < askPrice) return;
            vm.recordLogs();
            book.push(n);
            _collect();
        }
    }

    function _collect() private {
        Fill[] memory more = _fills(vm.getRecordedLogs());
        for (uint256 i; i < more.length; ++i) {
            got.push(more[i]);
        }
    }

    function _cancelOne(uint256 seed) private {
        if (last == 0) return;
        uint256 id = 1 + (seed >> 80) % last;
        address owner = book.orderOf(id).owner;
        if (owner == address(0)) return;
        _cancel(owner, id);
        plain[id - 1].units = 0;
    }

    function _takeAllBack() private {
        for (uint256 id = 1; id <= last; ++id) {
            IBookEvents.Order memory o = book.orderOf(id);
            if (o.owner == address(0)) continue;
            vm.assertEq(o.units, plain[id - 1].units, "what was left");
            _cancel(o.owner, id);
        }
    }
}
