// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IPurchases} from "../interfaces/IPurchases.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {Fees} from "../libraries/Fees.sol";
import {Sessions} from "../libraries/Sessions.sol";
import {Certificate, Role} from "../libraries/Types.sol";
import {Instance} from "./Instance.sol";
import {Levels} from "./Levels.sol";

/// @dev What an order holds, when it may stand, and how it leaves. What a bid holds is never kept as a figure: it is what its
/// units cost at its limit, and the fee that this would add.
abstract contract Queue is Instance, Levels {
    bytes32 private constant NAME = "book";
    /// @dev An auction that is not over by then is abandoned: whoever waits in it takes back.
    uint256 internal constant LONGEST_AUCTION = 1 hours;
    uint256 internal constant MOST_BIDS = 8;
    /// @dev Where a fee schedule has how its order's purchases count (R24), above the least fee.
    uint256 private constant COUNTS = 88;

    address public face;
    uint64 public tick;
    Form public form;
    address public money;
    address public operator;
    address internal _trustee;
    /// @dev Orders before this one are of before the class's last conversion.
    uint32 internal _firstOrder;

    Course internal _course;
    mapping(uint256 deal => Deal) internal _deals;
    /// @dev What orders keep: the fees in force (R22), as in {Fees}, and how purchases count (R24), one after the other.
    mapping(uint256 schedule => uint256) internal _schedules;
    /// @dev The bids of a door, in one word, so that all of them can be surrendered in one step.
    mapping(address door => uint32[MOST_BIDS]) internal _bidsOf;

    constructor(IMarketMaster master) Instance(master) {}

    // -- guards

    /// @dev What an entry and a fill both ask: the operator's halt, its standing and permission (R20), the money's trustee, the
    /// class and its rules. When those are halted no pair is refused one by one.
    function _requireTrading() internal view returns (IRulebook rules) {
        address its = operator;
        require(its != address(0), BookNotOpen());
        require(!_course.halted, BookIsHalted());
        require(!_isClosed(), BookClosed(_course.closesAt));
        require(!_isConverting(), BookConverting());
        MASTER.requireActive(its);
        MASTER.requireActive(_trustee);
        _running("equity");
        rules = IRulebook(_running("rulebook"));
        bool permitted = _figure(rules, _permission(its)) == 1 || _figure(rules, "R20") == 0;
        require(permitted, BookNotPermitted(its));
    }

    /// @dev The same in a step, which no act has asked about the regulator's halt.
    function _requireTradingStep() internal view returns (IRulebook) {
        _running(NAME);
        return _requireTrading();
    }

    /// @dev R21: this book's sessions. Those of call auctions are their own (R21a), once the regulator has set them.
    function _sessions(IRulebook rules) internal view returns (uint256 figure) {
        if (form == Form.Auction) figure = _figure(rules, "R21a");
        if (figure == 0) figure = _figure(rules, "R21");
    }

    function _isMatching(IRulebook rules, uint256 sessions) internal view returns (bool) {
        return Sessions.matches(sessions, block.timestamp) && _isHeldToday(rules, sessions);
    }

    function _isHeldToday(IRulebook rules, uint256 sessions) internal view returns (bool) {
        return !Sessions.keepsHolidays(sessions) || rules.isBusinessDay(Sessions.dayOf(block.timestamp));
    }

    /// @dev The code in force under `name`; refused while the regulator has halted it.
    function _running(bytes32 name) private view returns (address) {
        return MASTER.running(name);
    }

    /// @dev A figure for all.
    function _figure(IRulebook rules, bytes32 rule) internal view returns (uint256) {
        return rules.figure(rule, 0);
    }

    function _personOf(address door) internal view returns (bytes32) {
        return MASTER.participant(door).person;
    }

    /// @dev R20: permission is needed while the figure says so; an operator's own is named "R20" and, in the last twenty
    /// bytes, the operator.
    function _permission(address its) private pure returns (bytes32) {
        return bytes32("R20") | bytes32(uint256(uint160(its)));
    }

    /// @dev The level of a price: a whole number of ticks.
    function _onGrid(uint256 price) internal view returns (uint256 level) {
        level = price / tick;
        bool onGrid = price % tick == 0 && level != 0 && level <= MOST_LEVELS;
        require(onGrid, BookPriceOffGrid(price, tick));
    }

    function _isClosed() internal view returns (bool) {
        return _course.closesAt != 0 && block.timestamp >= _course.closesAt;
    }

    function _isConverting() internal view returns (bool) {
        return MASTER.faceOf(face).epoch != _course.epoch;
    }

    function _existing(uint256 id) internal view returns (Order memory o) {
        o = _orders[id];
        require(o.owner != address(0), BookNoSuchOrder(id));
    }

    // -- what an order holds

    /// @dev R22: what its fee comes to when its fills come to `proceeds`.
    function _feeAt(Order memory o, uint256 proceeds) internal view returns (uint256) {
        return Fees.tradeFeeDown(_schedules[o.fees], proceeds);
    }

    /// @dev What a bid holds in escrow (sen).
    function _held(Order memory o) internal view returns (uint256) {
        uint256 amount = uint256(o.units) * o.level * tick;
        return amount + _feeAt(o, o.proceeds + amount) - _feeAt(o, o.proceeds);
    }

    /// @dev Why an order may not be filled now; zero when it may.
    function _flaw(Order memory o) internal view returns (bytes32) {
        if (block.timestamp > o.expiresAt) return "expired";
        if (o.side != Side.Bid) {
            Certificate memory c = MASTER.certificateOf(face, o.certificate);
            if (!_isIts(o, c)) return "ordered";
            if (c.order != 0) return "frozen";
            if (c.lockedUntil > block.timestamp) return "locked";
        }
        return MASTER.isActive(o.owner) ? bytes32(0) : bytes32("ineligible");
    }

    /// @dev Whether the certificate is still encumbered for this order: one of the regulator's may have taken it.
    function _isIts(Order memory o, Certificate memory c) private view returns (bool) {
        return c.heldBy == address(this) && c.encumbrance == o.encumbrance;
    }

    // -- what a purchase counts towards

    /// @dev Why an order may not be filled now, or what is left of a bid, at its limit, is above its owner's ceilings.
    function _unfit(Order memory o) internal returns (bytes32 why) {
        why = _flaw(o);
        bool above = why == 0 && o.side == Side.Bid && !_isWithin(o, o.owner, uint256(o.units) * o.level * tick, false);
        if (above) why = "ceiling";
    }

    /// @dev From now on the purchase counts.
    function _buy(uint256 id, Order memory o, address buyer, uint256 amount) internal {
        require(_isWithin(o, buyer, amount, true), BookNotFit(id, "ceiling"));
    }

    /// @dev R24, as the order keeps it: zero when its purchases do not count.
    function _counting(Order memory o) internal view returns (uint256) {
        return _schedules[o.fees] >> COUNTS;
    }

    /// @dev R24: of a purchase under the order's terms.
    function _isWithin(Order memory o, address buyer, uint256 amount, bool books) private returns (bool) {
        uint256 how = _counting(o);
        return how == 0 || IPurchases(_running("rulebook")).purchase(buyer, face, amount, how, books);
    }

    // -- how an order leaves

    /// @dev It is over when that is final and what it holds can go back; else it loses its place, and waits.
    function _leave(uint256 id, Order memory o, bytes32 why) internal {
        bool final_ = why == "expired" || why == "ordered" || why == "closed" || why == "converted";
        if (final_ && (o.side != Side.Bid || !MASTER.isFrozen(o.owner))) _end(id, o, why);
        else _park(id, o, why);
    }

    function _park(uint256 id, Order memory o, bytes32 why) internal {
        _unlink(id, o);
        _orders[id].parked = true;
        emit OrderParked(id, o.owner, why);
    }

    /// @dev An exit: what it holds goes back.
    function _end(uint256 id, Order memory o, bytes32 why) internal {
        if (o.side == Side.Deal) delete _deals[id];
        else if (!o.parked) _unlink(id, o);
        delete _orders[id];
        _giveBack(id, o, why);
    }

    function _giveBack(uint256 id, Order memory o, bytes32 why) internal {
        uint256 held = o.side == Side.Bid ? _held(o) : 0;
        emit OrderEnded(id, o.owner, why, o.units, held);
        if (held != 0) _pay(o.owner, held);
        else if (_isIts(o, MASTER.certificateOf(face, o.certificate))) MASTER.release(face, o.certificate);
    }

    function _pay(address to, uint256 amount) internal {
        if (amount != 0) MASTER.pay(money, to, amount);
    }

    // -- auctions

    function _abandon() internal {
        _course.phase = Phase.Open;
        emit AuctionEnded("abandoned");
    }

    /// @dev One auction is over by itself, or by the time that it has.
    function _requireNoAuction() internal {
        if (_course.phase == Phase.Open) return;
        require(block.timestamp > _course.calledAt + LONGEST_AUCTION, BookInAuction());
        _abandon();
    }

    // -- entering

    function _requireInvestor(address door) internal view {
        require(MASTER.roleOf(door) == Role.Investor, BookNotAnInvestor(door));
    }

    /// @dev What every new order or deal must be; its fee schedule is the one in force.
    function _draft(address door, Side side, uint256 units, uint256 price, uint64 expiresAt, uint256 latest, IRulebook rules)
        internal
        returns (Order memory o)
    {
        _requireInvestor(door);
        require(units != 0 && units <= type(uint48).max, BookUnitsOutOfRange(units));
        require(price != 0 && price <= type(uint64).max, BookPriceOutOfRange(price));
        require(units * price <= type(uint56).max, BookAmountTooLarge(units * price));
        require(expiresAt > block.timestamp, BookExpiryPassed(expiresAt, block.timestamp));
        require(expiresAt <= latest, BookExpiryTooLate(expiresAt, latest));
        (o.owner, o.side, o.units, o.expiresAt) = (door, side, uint48(units), uint32(expiresAt));
        o.tag = uint24(uint256(_personOf(door)));
        uint256 least = uint64(_figure(rules, "R22m"));
        o.fees = _schedule(_figure(rules, "R24") << COUNTS | least << 24 | uint24(_figure(rules, "R22")));
    }

    function _encumber(Order memory o, uint256 certificate) internal {
        require(certificate <= type(uint40).max, BookNoSuchOrder(certificate));
        o.certificate = uint40(certificate);
        o.encumbrance = MASTER.encumber(face, certificate, o.units);
    }

    /// @dev The number under which the figure is kept.
    function _schedule(uint256 figure) private returns (uint16 last) {
        last = _course.schedules;
        if (last != 0 && _schedules[last] == figure) return last;
        _course.schedules = ++last;
        _schedules[last] = figure;
    }

    /// @dev By tag, and where the tag's first bits are the same, by all of it.
    function _isSamePerson(Order memory a, Order memory b) internal view returns (bool) {
        return a.tag == b.tag && _personOf(a.owner) == _personOf(b.owner);
    }
}
