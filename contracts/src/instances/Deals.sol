// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBookCore} from "../interfaces/IBook.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {Matching} from "./Matching.sol";

/// @dev Negotiated trades: two parties, of the same or of different operators, delivery versus payment. Neither sessions nor
/// the band hold for them, and they leave the book's last price as it is; halts, permission and eligibility hold.
abstract contract Deals is Matching, IBookCore {
    constructor(IMarketMaster master) Matching(master) {}

    /// @inheritdoc IBookCore
    function negotiate(uint256 certificate, uint256 units, uint256 price, address buyer, uint64 expiresAt) external {
        address door = _entrant();
        IRulebook rules = _requireTrading();
        _requireInvestor(buyer);
        Order memory o = _draft(door, Side.Deal, units, price, expiresAt, type(uint32).max, rules);
        _encumber(o, certificate);
        uint256 id = ++_course.lastOrder;
        (_orders[id], _deals[id]) = (o, Deal(buyer, uint64(price)));
        emit DealProposed(id, door, buyer, certificate, units, price, expiresAt, _schedules[o.fees]);
    }

    /// @inheritdoc IBookCore
    /// @dev The rules of equity ask for both parties' standing.
    function accept(uint256 id, uint256 price) external {
        address door = _entrant();
        _requireTrading();
        Order memory o = _existing(id);
        Deal memory d = _deals[id];
        require(door == d.buyer, BookNotYourDeal(id, d.buyer));
        require(price == d.price, BookOtherPrice(id, d.price, price));
        require(id >= _firstOrder, BookNotFit(id, "converted"));
        bytes32 why = _flaw(o);
        require(why == 0, BookNotFit(id, why));
        bytes32 person = _personOf(door);
        require(person != _personOf(o.owner), BookSelfTrade(person));

        delete _orders[id];
        delete _deals[id];
        uint256 amount = o.units * price;
        _buy(id, o, door, amount);
        uint256 fee = _feeAt(o, amount);
        _course.fees += uint64(2 * fee);
        MASTER.pull(money, amount + fee);
        uint256 into = MASTER.deliver(face, o.certificate, o.units, door, 0);
        emit Dealt(id, door, o.owner, into, o.units, price, fee, fee);
        _pay(o.owner, amount - fee);
    }

    // -- readings

    /// @inheritdoc IBookCore
    function dealOf(uint256 id) external view returns (Deal memory) {
        return _deals[id];
    }
}
