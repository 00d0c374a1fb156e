// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBookEvents} from "./IBookEvents.sol";

/// @notice What a book was opened with.
interface IBookTerms is IBookEvents {
    function face() external view returns (address);
    function money() external view returns (address);
    function operator() external view returns (address);
    function tick() external view returns (uint64);
    function form() external view returns (Form);
}

/// @notice The half of a book that investors need: orders and deals.
interface IBookCore is IBookTerms {
    // -- acts
    /// @notice Buy up to `units` at `price` sen or less. The mandate covers units and largest fee.
    function bid(uint256 units, uint256 price, uint64 expiresAt) external;
    /// @notice Sell up to `units` of a certificate at `price` sen or more.
    function ask(uint256 certificate, uint256 units, uint256 price, uint64 expiresAt) external;
    /// @notice Take an order, or a deal, back: an exit. Only while an auction goes on it waits, one hour at most.
    function cancel(uint256 order) external;
    /// @notice Offer `units` of a certificate to one buyer, at `price` sen a unit.
    function negotiate(uint256 certificate, uint256 units, uint256 price, address buyer, uint64 expiresAt) external;
    /// @notice The buyer that was named takes the whole of it. The mandate covers amount and fee.
    function accept(uint256 deal, uint256 price) external;

    // -- steps that anyone may push
    /// @notice Do what is due, with at most `n` orders: match what crosses, an auction's next part, or return what is to be.
    function push(uint256 n) external;
    /// @notice End one order that is over (expired, taken, converted), or any when the book is closed.
    function end(uint256 order) external;
    /// @notice Put a parked order, fit again, at the tail of its queue, under a new number.
    function reenter(uint256 order) external;

    // -- readings
    function orderOf(uint256 order) external view returns (Order memory);
    function dealOf(uint256 deal) external view returns (Deal memory);
    function course() external view returns (Course memory);
}

/// @notice The other half: the book itself, its operator's acts, its auctions.
interface IBookOffice is IBookTerms {
    // -- acts
    /// @notice The issuer's operator opens the book: of a share class, in a trustee's money. `tick` in sen; `startPrice` a
    /// multiple of it, the last price until there is one; `predecessor` the closed book before it, zero for the first.
    function open(address face, address money, uint256 tick, uint256 startPrice, Form form, address predecessor) external;
    function halt(bytes32 reason) external;
    function resume(bytes32 reason) external;
    /// @notice From `closesAt` on no orders, no trades: what is left is returned. By the issuer's operator, or the book's.
    function close(uint64 closesAt, bytes32 reason) external;

    // -- a step that anyone may push
    /// @notice Pay the operator the fees that are due to it.
    function collectFees() external;

    // -- readings
    /// @notice The units and orders of one side at `price`, in queue.
    function levelAt(Side side, uint256 price) external view returns (Level memory);
    /// @notice The best prices (sen), zero for none.
    function best() external view returns (uint256 bidPrice, uint256 askPrice);
    /// @notice Whether the day that was announced for its end has come.
    function isClosed() external view returns (bool);
}

/// @notice The order book of one share class in one trustee's money: limit orders in price-time priority, matched as they
/// come or by a call auction, and negotiated trades. What is offered is really escrowed (money with its largest fee) or
/// encumbered (units of one certificate); every fill is delivery versus payment in one transaction, or it is not.
/// @dev Prices are whole ticks, in sen per unit; amounts in sen; times in chain seconds. `why` is a short word in ASCII.
/// One address, two halves of code, as in the kernel.
interface IBook is IBookCore, IBookOffice {}
