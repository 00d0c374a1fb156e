// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Proxy} from "@openzeppelin/contracts/proxy/Proxy.sol";
import {IBookCore, IBookOffice} from "../interfaces/IBook.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {Sessions} from "../libraries/Sessions.sol";
import {ActType} from "../libraries/Types.sol";
import {BookOffice} from "./BookOffice.sol";
import {Deals} from "./Deals.sol";

/// @notice See {IBook}. What it does not know itself it asks of its other half, which is born with it and as permanent:
/// {BookOffice}. Together they are larger than one contract may be.
contract Book is Deals, Proxy {
    /// @dev How many orders a new one may touch before it waits in the book for a push.
    uint256 private constant MOST_TOUCHED = 20;
    address private immutable OFFICE;

    constructor(IMarketMaster master) Deals(master) {
        OFFICE = address(new BookOffice(master));
    }

    // -- investors' acts

    /// @inheritdoc IBookCore
    function bid(uint256 units, uint256 price, uint64 expiresAt) external {
        (Order memory o, bool matching) = _newOrder(Side.Bid, units, price, expiresAt);
        if (_counting(o) != 0) _requireFit(0, o);
        uint256 held = _held(o);
        MASTER.pull(money, held);
        _place(o, price, held, matching);
    }

    /// @inheritdoc IBookCore
    function ask(uint256 certificate, uint256 units, uint256 price, uint64 expiresAt) external {
        (Order memory o, bool matching) = _newOrder(Side.Ask, units, price, expiresAt);
        _encumber(o, certificate);
        _place(o, price, 0, matching);
    }

    function _newOrder(Side side, uint256 units, uint256 price, uint64 expiresAt) private returns (Order memory o, bool) {
        address door = _entrant();
        IRulebook rules = _requireTrading();
        uint256 sessions = _requireEntry(rules);
        uint256 latest = Sessions.latestExpiry(sessions, block.timestamp);
        o = _draft(door, side, units, price, expiresAt, latest < type(uint32).max ? latest : type(uint32).max, rules);
        o.level = uint16(_onGrid(price));
        _requireInBand(o, sessions);
        return (o, form == Form.Continuous && _isMatching(rules, sessions));
    }

    function _requireInBand(Order memory o, uint256 sessions) private view {
        uint256 last = _course.lastLevel;
        require(Sessions.isInBand(sessions, o.level, last), BookPriceOutOfBand(uint256(o.level) * tick, last * tick));
    }

    function _place(Order memory o, uint256 price, uint256 held, bool matching) private {
        uint256 id = ++_course.lastOrder;
        emit Placed(id, o.owner, o.side, o.certificate, o.units, price, o.expiresAt, _schedules[o.fees], held);
        _enter(id, o, matching);
    }

    /// @dev What crosses already goes first; then the new order, as far as it comes; the rest stands in its queue.
    function _enter(uint256 id, Order memory o, bool matching) private {
        Hand memory fresh = Hand(id, o, true, 0);
        if (matching) {
            Hand memory none;
            (uint256 touched, bool done) = _cross(none, MOST_TOUCHED);
            if (done) _cross(fresh, MOST_TOUCHED - touched);
        }
        if (o.units != 0) {
            _append(id, o);
            if (o.side == Side.Bid) _list(id, o.owner);
        }
        _pay(o.owner, fresh.due);
    }

    /// @inheritdoc IBookCore
    /// @dev An exit: asks no module, and no valid identity.
    function cancel(uint256 id) external {
        address door = _actor();
        Order memory o = _existing(id);
        require(o.owner == door, BookNotYourOrder(id, o.owner));
        _requireNoAuction();
        _end(id, o, "cancelled");
    }

    // -- steps

    /// @inheritdoc IBookCore
    function push(uint256 n) external {
        if (form == Form.Auction || _isClosed() || _isConverting()) _delegate(OFFICE);
        _match(n);
    }

    function _match(uint256 n) private step {
        IRulebook rules = _requireTradingStep();
        require(_isMatching(rules, _sessions(rules)), BookMatchingClosed(block.timestamp));
        Hand memory none;
        (uint256 touched,) = _cross(none, n);
        require(touched != 0, BookNothingDue());
    }

    /// @inheritdoc IBookCore
    function end(uint256 id) external step {
        Order memory o = _existing(id);
        _requireNoAuction();
        bytes32 why = _flaw(o);
        if (_isClosed()) why = "closed";
        else if (id < _firstOrder || _isConverting()) why = "converted";
        else require(why == "expired" || why == "ordered", BookNotOver(id));
        _end(id, o, why);
    }

    /// @inheritdoc IBookCore
    function reenter(uint256 id) external step {
        Order memory o = _existing(id);
        require(o.parked, BookNotParked(id));
        require(id >= _firstOrder, BookNotFit(id, "converted"));
        IRulebook rules = _requireTradingStep();
        uint256 sessions = _requireEntry(rules);
        _requireFit(id, o);
        _requireInBand(o, sessions);
        delete _orders[id];
        uint256 again = ++_course.lastOrder;
        emit OrderReentered(id, o.owner, again);
        _enter(again, o, form == Form.Continuous && _isMatching(rules, sessions));
    }

    function _requireFit(uint256 id, Order memory o) private {
        bytes32 why = _unfit(o);
        require(why == 0, BookNotFit(id, why));
    }

    /// @dev R21: the figure, when orders are taken now.
    function _requireEntry(IRulebook rules) internal view returns (uint256 sessions) {
        require(_course.phase == Phase.Open, BookInAuction());
        sessions = _sessions(rules);
        bool open_ = Sessions.takesOrders(sessions, block.timestamp) && _isHeldToday(rules, sessions);
        require(open_, BookEntryClosed(block.timestamp));
    }

    // -- the bids of a door

    /// @dev In the place of a bid that is over.
    function _list(uint256 id, address door) internal {
        uint32[MOST_BIDS] memory ids = _bidsOf[door];
        for (uint256 i; i < MOST_BIDS; ++i) {
            if (ids[i] != 0 && _orders[ids[i]].owner != address(0)) continue;
            ids[i] = uint32(id);
            _bidsOf[door] = ids;
            return;
        }
        revert BookTooManyBids(door);
    }

    // -- readings

    /// @inheritdoc IBookCore
    function orderOf(uint256 id) external view returns (Order memory) {
        return _orders[id];
    }

    /// @inheritdoc IBookCore
    function course() external view returns (Course memory) {
        return _course;
    }

    function acts() external pure returns (ActType[] memory list) {
        list = new ActType[](9);
        list[0] = ActType(
            IBookOffice.open.selector, 400_000, 2,
            "OpenBook(address template,address asset,uint256 most,address face,address money,uint256 tick,uint256 startPrice,uint8 form,address predecessor,uint256 nonce,uint256 deadline)"
        );
        list[1] = ActType(
            this.bid.selector, 1_000_000, 1,
            "Bid(address book,address asset,uint256 most,uint256 units,uint256 price,uint64 expiresAt,uint256 nonce,uint256 deadline)"
        );
        list[2] = ActType(
            this.ask.selector, 1_000_000, 1,
            "Ask(address book,address asset,uint256 most,uint256 certificate,uint256 units,uint256 price,uint64 expiresAt,uint256 nonce,uint256 deadline)"
        );
        list[3] = ActType(
            this.cancel.selector, 200_000, 1,
            "CancelOrder(address book,address asset,uint256 most,uint256 order,uint256 nonce,uint256 deadline)"
        );
        list[4] = ActType(
            this.negotiate.selector, 350_000, 1,
            "Negotiate(address book,address asset,uint256 most,uint256 certificate,uint256 units,uint256 price,address buyer,uint64 expiresAt,uint256 nonce,uint256 deadline)"
        );
        list[5] = ActType(
            this.accept.selector, 500_000, 1,
            "AcceptDeal(address book,address asset,uint256 most,uint256 deal,uint256 price,uint256 nonce,uint256 deadline)"
        );
        list[6] = ActType(
            IBookOffice.halt.selector, 100_000, 1,
            "HaltBook(address book,address asset,uint256 most,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
        list[7] = ActType(
            IBookOffice.resume.selector, 100_000, 2,
            "ResumeBook(address book,address asset,uint256 most,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
        list[8] = ActType(
            IBookOffice.close.selector, 100_000, 2,
            "CloseBook(address book,address asset,uint256 most,uint64 closesAt,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
    }

    /// @dev Fixed with the template, for ever.
    function _implementation() internal view override returns (address) {
        return OFFICE;
    }
}
