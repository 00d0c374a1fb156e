// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IBookTerms} from "../interfaces/IBook.sol";

/// @dev The queues of a book: a level a price, first in, first out, and a bitmap of the levels that are not empty, so that
/// the best is found in two words however many orders there are.
abstract contract Levels is IBookTerms {
    /// @dev A level is from 1 to this, in ticks.
    uint256 internal constant MOST_LEVELS = type(uint16).max;
    /// @dev Where the words of a side are summed up: a bit for each of its 256 words.
    uint256 private constant SUMMARY = 256;

    mapping(uint256 order => Order) internal _orders;
    mapping(uint256 key => Level) internal _levels;
    mapping(uint256 key => uint256 bits) private _words;

    // -- orders in and out

    /// @dev At the tail of its level. `o` is kept as it is.
    function _append(uint256 id, Order memory o) internal {
        uint256 key = _key(o.side, o.level);
        Level memory l = _levels[key];
        if (l.orders == 0) {
            (l.head, o.prev) = (uint32(id), 0);
            _mark(o.side, o.level);
        } else {
            _orders[l.tail].next = uint32(id);
            o.prev = l.tail;
        }
        (o.next, o.parked) = (0, false);
        (l.tail, l.units, l.orders) = (uint32(id), l.units + o.units, l.orders + 1);
        _levels[key] = l;
        _orders[id] = o;
    }

    /// @dev Out of its level; `o` is as it is kept. What the head of a level has in `prev` means nothing.
    function _unlink(uint256 id, Order memory o) internal {
        uint256 key = _key(o.side, o.level);
        Level memory l = _levels[key];
        bool first = l.head == id;
        bool last = l.tail == id;
        if (first) l.head = o.next;
        else _orders[o.prev].next = o.next;
        if (last) l.tail = first ? 0 : o.prev;
        else if (!first) _orders[o.next].prev = o.prev;
        (l.units, l.orders) = (l.units - o.units, l.orders - 1);
        _levels[key] = l;
        if (l.orders == 0) _unmark(o.side, o.level);
    }

    /// @dev `units` of the order were filled.
    function _lessen(uint256 id, Order memory o, uint256 units) internal {
        _levels[_key(o.side, o.level)].units -= uint96(units);
        Order storage kept = _orders[id];
        (kept.units, kept.proceeds) = (o.units, o.proceeds);
    }

    // -- levels, from the best to the worst

    /// @dev Zero for none.
    function _bestLevel(Side side) internal view returns (uint256) {
        return _lastIn(side, type(uint256).max, SUMMARY);
    }

    /// @dev The best level that is worse than `level`; zero for none.
    function _nextLevel(Side side, uint256 level) internal view returns (uint256) {
        uint256 rank = _rank(side, level);
        uint256 bits = _words[_word(side, rank >> 8)] & ((1 << (rank & 0xff)) - 1);
        if (bits != 0) return _rank(side, (rank & ~uint256(0xff)) | Math.log2(bits));
        return _lastIn(side, (1 << (rank >> 8)) - 1, SUMMARY);
    }

    function _lastIn(Side side, uint256 mask, uint256 summary) private view returns (uint256) {
        uint256 words = _words[_word(side, summary)] & mask;
        if (words == 0) return 0;
        uint256 index = Math.log2(words);
        return _rank(side, index << 8 | Math.log2(_words[_word(side, index)]));
    }

    function _head(Side side, uint256 level) internal view returns (uint256) {
        return _levels[_key(side, level)].head;
    }

    /// @dev Whether a bid at one level and an ask at the other would trade; zero stands for none.
    function _crosses(uint256 bidLevel, uint256 askLevel) internal pure returns (bool) {
        return askLevel != 0 && bidLevel >= askLevel;
    }

    // -- the bitmap

    function _mark(Side side, uint256 level) private {
        uint256 rank = _rank(side, level);
        uint256 key = _word(side, rank >> 8);
        uint256 bits = _words[key];
        if (bits == 0) _words[_word(side, SUMMARY)] |= 1 << (rank >> 8);
        _words[key] = bits | 1 << (rank & 0xff);
    }

    function _unmark(Side side, uint256 level) private {
        uint256 rank = _rank(side, level);
        uint256 key = _word(side, rank >> 8);
        uint256 bits = _words[key] & ~(1 << (rank & 0xff));
        _words[key] = bits;
        if (bits == 0) _words[_word(side, SUMMARY)] &= ~(1 << (rank >> 8));
    }

    /// @dev The better, the higher: bids as they are, asks the other way round. It is its own inverse.
    function _rank(Side side, uint256 level) private pure returns (uint256) {
        return side == Side.Bid ? level : MOST_LEVELS + 1 - level;
    }

    function _word(Side side, uint256 index) private pure returns (uint256) {
        return uint256(side) << 16 | index;
    }

    function _key(Side side, uint256 level) internal pure returns (uint256) {
        return uint256(side) << 16 | level;
    }
}
