// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {Queue} from "./Queue.sol";

/// @dev Bids and asks meet: the best first, the earlier first, at the earlier one's price, and each fill is delivery versus
/// payment or is not.
abstract contract Matching is Queue {
    /// @dev No fill is begun with less, which is enough for one and for what follows the last: whoever relays or pushes cannot
    /// make it fail by the gas that he gives it.
    uint256 internal constant FILL_GAS = 500_000;

    /// @dev An order in hand. One that is not in the book yet is paid once, at the end, what its fills `due` it.
    struct Hand { uint256 id; Order o; bool isFresh; uint256 due; }

    constructor(IMarketMaster master) Queue(master) {}

    /// @dev Match, with at most `most` orders, what crosses in the book (`fresh.id` zero), or the new order `fresh`. Returns how
    /// many orders were touched, and whether it came to its end.
    function _cross(Hand memory fresh, uint256 most) internal returns (uint256 touched, bool done) {
        for (; touched < most && gasleft() > FILL_GAS; ++touched) {
            if (fresh.isFresh && fresh.o.units == 0) return (touched, true);
            uint256 bidLevel = fresh.o.side == Side.Bid ? fresh.o.level : _bestLevel(Side.Bid);
            uint256 askLevel = fresh.o.side == Side.Ask ? fresh.o.level : _bestLevel(Side.Ask);
            if (!_crosses(bidLevel, askLevel)) return (touched, true);
            _meet(
                fresh.o.side == Side.Bid ? fresh : _handOf(_head(Side.Bid, bidLevel)),
                fresh.o.side == Side.Ask ? fresh : _handOf(_head(Side.Ask, askLevel))
            );
        }
        done = fresh.isFresh && fresh.o.units == 0;
    }

    /// @dev The later of two orders of one person is taken out, as the one that came in.
    function _meet(Hand memory bid_, Hand memory ask_) private {
        if (_stepsAside(bid_) || _stepsAside(ask_)) return;
        (Hand memory earlier, Hand memory later) = bid_.id < ask_.id ? (bid_, ask_) : (ask_, bid_);
        if (_isSamePerson(bid_.o, ask_.o)) return _takeOut(later);
        uint256 units = bid_.o.units < ask_.o.units ? bid_.o.units : ask_.o.units;
        _fill(bid_, ask_, units, earlier.o.level);
    }

    function _handOf(uint256 id) internal view returns (Hand memory h) {
        (h.id, h.o) = (id, _orders[id]);
    }

    /// @dev An order that may not be filled leaves its queue; a new one was looked at when it came.
    function _stepsAside(Hand memory h) internal returns (bool) {
        if (h.isFresh) return false;
        bytes32 why = _unfit(h.o);
        if (why == 0) return false;
        _leave(h.id, h.o, why);
        return true;
    }

    function _takeOut(Hand memory h) internal {
        if (h.isFresh) {
            _giveBack(h.id, h.o, "self");
            h.o.units = 0;
        } else {
            _end(h.id, h.o, "self");
        }
    }

    /// @dev Delivery versus payment at `level`. When the rules of equity refuse this pair, for a reason that no order shows,
    /// both lose their places: neither holds up the others.
    function _fill(Hand memory bid_, Hand memory ask_, uint256 units, uint256 level) internal returns (bool) {
        try MASTER.deliver(face, ask_.o.certificate, units, bid_.o.owner, 0) returns (uint256 into) {
            uint256 price = level * tick;
            _buy(bid_.id, bid_.o, bid_.o.owner, units * price);
            uint256 held = _held(bid_.o);
            uint256 buyerFee = _take(bid_.o, units, price);
            uint256 sellerFee = _take(ask_.o, units, price);
            _course.fees += uint64(buyerFee + sellerFee);
            _course.lastLevel = uint16(level);
            emit Filled(bid_.id, ask_.id, bid_.o.owner, ask_.o.owner, into, units, price, buyerFee, sellerFee);
            _settle(bid_, units, held - _held(bid_.o) - units * price - buyerFee);
            _settle(ask_, units, units * price - sellerFee);
            return true;
        } catch {
            _refuse(bid_);
            _refuse(ask_);
            return false;
        }
    }

    /// @dev R22: the fee that this fill adds.
    function _take(Order memory o, uint256 units, uint256 price) private view returns (uint256) {
        uint256 before = o.proceeds;
        uint256 after_ = before + units * price;
        (o.units, o.proceeds) = (o.units - uint48(units), uint56(after_));
        return _feeAt(o, after_) - _feeAt(o, before);
    }

    /// @dev What the fill gives its owner: a seller the price less the fee, a buyer what was held for more than it cost.
    function _settle(Hand memory h, uint256 units, uint256 amount) private {
        if (h.isFresh) {
            h.due += amount;
            return;
        }
        _lessen(h.id, h.o, units);
        if (h.o.units == 0) {
            _unlink(h.id, h.o);
            delete _orders[h.id];
        }
        _pay(h.o.owner, amount);
    }

    function _refuse(Hand memory h) private {
        if (!h.isFresh) {
            _park(h.id, h.o, "refused");
            return;
        }
        _giveBack(h.id, h.o, "refused");
        h.o.units = 0;
    }
}
