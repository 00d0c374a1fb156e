// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {Matching} from "./Matching.sol";

/// @dev The call auction: the book is frozen, what may not be filled leaves, one price is found from the level totals, and
/// all that trades, trades at it. Best levels first, earlier orders first; at the margin, where one side has more than the
/// other, pro rata: an order's part ends where the cumulative share, rounded down, ends.
abstract contract Auction is Matching {
    /// @dev How far one side has come. `id`, `left`: the order under way (zero: the level's end) and what of its part is to be
    /// filled. Pricing: `rest` of `level` is not matched yet. Fills: at the level `margin`, `part` of `total` units trade, of
    /// which the orders so far had `seen`.
    struct Walk { uint32 id; uint16 level; uint16 margin; uint48 left; uint96 rest; uint96 part; uint96 total; uint96 seen; }

    mapping(Side side => Walk) private _walks;
    uint96 private _volume;
    uint16 private _uniform;

    constructor(IMarketMaster master) Matching(master) {}

    /// @dev One call: from when it is made, nothing enters and nothing is cancelled until it is over.
    function _call() internal {
        (uint256 bids, uint256 asks) = (_bestLevel(Side.Bid), _bestLevel(Side.Ask));
        require(_crosses(bids, asks), BookNothingDue());
        (_course.phase, _course.calledAt) = (Phase.Sweep, uint40(block.timestamp));
        delete _walks[Side.Ask];
        _walks[Side.Bid] = _startOf(Side.Bid);
        emit AuctionCalled(bids * tick, asks * tick);
    }

    /// @dev Its next part, with at most `n` orders or levels: with gas for one of them at least, or it is not tried.
    function _goOn(uint256 n) internal {
        require(n != 0 && gasleft() > FILL_GAS, BookNothingDue());
        if (_course.phase == Phase.Sweep) n = _sweep(n);
        if (_course.phase == Phase.Price) n = _price(n);
        if (_course.phase == Phase.Fill) _fillAll(n);
    }

    function _startOf(Side side) private view returns (Walk memory w) {
        w.level = uint16(_bestLevel(side));
        w.id = uint32(_head(side, w.level));
    }

    // -- sweep: what may not be filled leaves, of all that crosses

    function _sweep(uint256 n) private returns (uint256) {
        if (_walks[Side.Ask].level == 0) {
            n = _sweepSide(Side.Bid, n);
            if (_walks[Side.Bid].id != 0) return 0;
            _walks[Side.Ask] = _startOf(Side.Ask);
        }
        if (!_isCrossing()) {
            _finish();
            return 0;
        }
        n = _sweepSide(Side.Ask, n);
        if (_walks[Side.Ask].id != 0) return 0;
        _course.phase = Phase.Price;
        (_volume, _walks[Side.Bid], _walks[Side.Ask]) = (0, _levelOf(Side.Bid, 0), _levelOf(Side.Ask, 0));
        return n;
    }

    function _isCrossing() private view returns (bool) {
        return _crosses(_bestLevel(Side.Bid), _bestLevel(Side.Ask));
    }

    /// @dev Level by level, as far as the other side's best. Its walk's `id` is zero when it is through.
    function _sweepSide(Side side, uint256 n) private returns (uint256) {
        Walk memory w = _walks[side];
        uint256 other = _bestLevel(side == Side.Bid ? Side.Ask : Side.Bid);
        for (; n != 0 && w.id != 0 && gasleft() > FILL_GAS; --n) {
            Hand memory h = _handOf(w.id);
            w.id = h.o.next;
            if (w.id == 0) {
                uint256 next = _nextLevel(side, w.level);
                bool crosses = side == Side.Bid ? _crosses(next, other) : next != 0 && _crosses(other, next);
                if (crosses) (w.level, w.id) = (uint16(next), uint32(_head(side, next)));
            }
            _stepsAside(h);
        }
        _walks[side] = w;
        return n;
    }

    // -- price: most volume, then least left over, then nearest the last price

    /// @dev The best level that is worse than `level` (zero: the best), none of it matched.
    function _levelOf(Side side, uint256 level) private view returns (Walk memory w) {
        w.level = uint16(level == 0 ? _bestLevel(side) : _nextLevel(side, level));
        w.rest = _levels[_key(side, w.level)].units;
    }

    /// @dev The highest bids against the lowest asks, whole levels at a time.
    function _price(uint256 n) private returns (uint256) {
        (Walk memory b, Walk memory a) = (_walks[Side.Bid], _walks[Side.Ask]);
        uint96 volume = _volume;
        for (; n != 0 && _crosses(b.level, a.level) && gasleft() > FILL_GAS; --n) {
            uint96 units = b.rest < a.rest ? b.rest : a.rest;
            volume += units;
            (b, a) = (_matched(Side.Bid, b, units), _matched(Side.Ask, a, units));
        }
        _volume = volume;
        bool priced = !_crosses(b.level, a.level);
        if (priced) {
            _uniform = uint16(_uniformLevel(b, a));
            (b, a) = (_toFill(Side.Bid, b), _toFill(Side.Ask, a));
            _course.phase = Phase.Fill;
            emit AuctionPriced(uint256(_uniform) * tick, volume);
        }
        (_walks[Side.Bid], _walks[Side.Ask]) = (b, a);
        return priced ? n : 0;
    }

    function _matched(Side side, Walk memory w, uint96 units) private view returns (Walk memory next) {
        if (w.rest == units) next = _levelOf(side, w.level);
        else (next.level, next.rest) = (w.level, w.rest - units);
        next.margin = w.level;
    }

    /// @dev Volume is the same for all prices between the last levels that were matched; what is left over is least next to
    /// where the walks stopped.
    function _uniformLevel(Walk memory b, Walk memory a) private view returns (uint256) {
        (uint256 low, uint256 high) = (a.margin, b.margin);
        uint256 under = b.level == b.margin ? _nextLevel(Side.Bid, b.level) : b.level;
        uint256 over = a.level == a.margin ? _nextLevel(Side.Ask, a.level) : a.level;
        if (over == 0) over = MOST_LEVELS + 1;
        if (b.level == b.margin) {
            low = Math.max(low, under + 1); // bids are left over at the margin: no further bid is to be added to them
        } else if (a.level == a.margin) {
            high = Math.min(high, over - 1);
        } else if (under + 1 != over) {
            (low, high) = (Math.max(low, under + 1), Math.min(high, over - 1)); // nothing is left over
        } else {
            // nothing would be left over between two neighbours: at one of them the fewer are
            (uint96 bids, uint96 asks) = (b.rest, a.rest);
            if (bids <= asks) low = Math.max(low, _nextLevel(Side.Bid, under) + 1);
            else low = over;
            if (asks <= bids) high = Math.min(high, _before(_nextLevel(Side.Ask, over)));
            else high = under;
        }
        return Math.min(Math.max(_course.lastLevel, low), high);
    }

    function _before(uint256 level) private pure returns (uint256) {
        return level == 0 ? MOST_LEVELS : level - 1;
    }

    /// @dev From the best again, with what trades at the margin.
    function _toFill(Side side, Walk memory w) private view returns (Walk memory start) {
        start = _startOf(side);
        start.margin = w.margin;
        start.total = _levels[_key(side, w.margin)].units;
        start.part = w.level == w.margin ? start.total - w.rest : start.total;
    }

    // -- fills

    function _fillAll(uint256 n) private {
        (Walk memory b, Walk memory a) = (_walks[Side.Bid], _walks[Side.Ask]);
        for (; n != 0 && gasleft() > FILL_GAS; --n) {
            if (b.left == 0) {
                if (!_next(Side.Bid, b)) return _finish();
            } else if (a.left == 0) {
                if (!_next(Side.Ask, a)) return _finish();
            } else {
                _fillOne(b, a);
            }
        }
        (_walks[Side.Bid], _walks[Side.Ask]) = (b, a);
    }

    /// @dev To the part of the next order; false past the margin.
    function _next(Side side, Walk memory w) private view returns (bool) {
        if (w.id == 0) {
            uint256 level = w.level == w.margin ? 0 : _nextLevel(side, w.level);
            if (level == 0 || (side == Side.Bid ? level < w.margin : level > w.margin)) return false;
            (w.level, w.id) = (uint16(level), uint32(_head(side, level)));
        }
        Order storage o = _orders[w.id];
        uint48 units = o.units;
        if (w.level == w.margin) {
            uint256 before = uint256(w.seen) * w.part / w.total;
            w.seen += units;
            units = uint48(uint256(w.seen) * w.part / w.total - before);
        }
        w.left = units;
        if (units == 0) w.id = o.next;
        return true;
    }

    function _fillOne(Walk memory b, Walk memory a) private {
        (Hand memory bid_, Hand memory ask_) = (_handOf(b.id), _handOf(a.id));
        if (_stepsAside(bid_)) return _pass(b, bid_);
        if (_stepsAside(ask_)) return _pass(a, ask_);
        if (_isSamePerson(bid_.o, ask_.o)) {
            bool later = bid_.id > ask_.id;
            _takeOut(later ? bid_ : ask_);
            return later ? _pass(b, bid_) : _pass(a, ask_);
        }
        uint48 units = b.left < a.left ? b.left : a.left;
        bool filled = _fill(bid_, ask_, units, _uniform);
        (b.left, a.left) = (b.left - units, a.left - units);
        if (!filled || b.left == 0) _pass(b, bid_);
        if (!filled || a.left == 0) _pass(a, ask_);
    }

    /// @dev On to the order behind `h`, which may be gone by now.
    function _pass(Walk memory w, Hand memory h) private pure {
        (w.id, w.left) = (h.o.next, 0);
    }

    function _finish() private {
        _course.phase = Phase.Open;
        emit AuctionEnded("done");
    }
}
