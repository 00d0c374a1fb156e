// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice What a book keeps, tells and refuses: see {IBook}.
/// @dev Prices in sen per unit, amounts in sen, times in chain seconds. `why` is a short word in ASCII.
interface IBookEvents {
    /// @notice How the book matches: each order as it comes, or all at one price in a call auction.
    enum Form { Continuous, Auction }

    enum Side { None, Bid, Ask, Deal }

    /// @notice Where an auction stands. Open: there is none.
    enum Phase { Open, Sweep, Price, Fill }

    /// @notice An order. `level` is its price in ticks, `units` what is left of it, `proceeds` what its fills came to (sen),
    /// `fees` the number of the fee schedule that it keeps, `tag` the first bits of its owner's person tag. A bid has no
    /// certificate. A `parked` order stands in no queue: it lost its place, and keeps what it holds.
    struct Order {
        address owner;
        uint32 expiresAt;
        uint16 level;
        uint16 fees;
        Side side;
        uint24 tag;
        uint48 units;
        uint56 proceeds;
        uint32 next;
        uint32 prev;
        uint40 certificate;
        uint32 encumbrance;
        bool parked;
    }

    /// @notice A negotiated trade's other half: who may accept it, at how many sen a unit.
    struct Deal { address buyer; uint64 price; }

    /// @notice All orders of one side at one price, first in, first out.
    struct Level { uint32 head; uint32 tail; uint96 units; uint32 orders; }

    /// @notice The word that every trade changes: the last order and price (in ticks), fee schedules so far, fees that are due
    /// to the operator (sen), the class's conversions so far, when the book closes (zero: not), where its auction stands,
    /// whether the operator has halted it, when the last auction was called.
    struct Course {
        uint32 lastOrder;
        uint16 lastLevel;
        uint16 schedules;
        uint64 fees;
        uint32 epoch;
        uint40 closesAt;
        Phase phase;
        bool halted;
        uint40 calledAt;
    }

    /// @notice `startPrice`: the price that stands for the last one until there is one. `predecessor`: the closed book that this
    /// one succeeds, zero for none.
    event BookOpened(
        address indexed operator, address indexed face, address indexed money, uint256 tick, uint256 startPrice, Form form,
        address predecessor
    );
    /// @notice An order was taken. `held`: the sen that a bid left in escrow; `fees` (R22) are its rate in
    /// parts per million, 24 bits up the least fee in sen and, 88 bits up, how what is bought counts (R24: see {IPurchases}).
    event Placed(
        uint256 indexed order, address indexed owner, Side indexed side, uint256 certificate, uint256 units, uint256 price,
        uint64 expiresAt, uint256 fees, uint256 held
    );
    /// @notice Delivery versus payment: `units` in certificate `into` for `units * price` sen, and each side's fee of it.
    event Filled(
        uint256 indexed bid, uint256 indexed ask, address buyer, address seller, uint256 into, uint256 units, uint256 price,
        uint256 buyerFee, uint256 sellerFee
    );
    /// @notice The order is over with `units` left: cancelled, expired, surrendered, ordered (its certificate was taken), self
    /// (it met its own person's), closed, converted. `returned` sen came back to its owner.
    event OrderEnded(uint256 indexed order, address indexed owner, bytes32 why, uint256 units, uint256 returned);
    /// @notice The order lost its place and keeps what it holds: ineligible, frozen, expired, locked, refused, closed, converted,
    /// ceiling (R24: it would buy more than its owner may).
    event OrderParked(uint256 indexed order, address indexed owner, bytes32 why);
    /// @notice A parked order stands in its queue again, at the tail, as `again`.
    event OrderReentered(uint256 indexed order, address indexed owner, uint256 again);

    /// @notice The book is frozen; at its best prices, bids and asks cross.
    event AuctionCalled(uint256 bidPrice, uint256 askPrice);
    /// @notice The one price at which most is traded, and how many units that are.
    event AuctionPriced(uint256 price, uint256 volume);
    /// @notice `why`: done, abandoned.
    event AuctionEnded(bytes32 why);

    event DealProposed(
        uint256 indexed deal, address indexed seller, address indexed buyer, uint256 certificate, uint256 units, uint256 price,
        uint64 expiresAt, uint256 fees
    );
    event Dealt(
        uint256 indexed deal, address indexed buyer, address indexed seller, uint256 into, uint256 units, uint256 price,
        uint256 buyerFee, uint256 sellerFee
    );

    event BookHalted(bytes32 reason);
    event BookResumed(bytes32 reason);
    event BookClosing(uint64 closesAt, bytes32 reason);
    /// @notice The class was converted and the book is empty: it trades on, its last price converted alike.
    event BookRebased(uint256 epoch, uint256 price);
    event FeesCollected(address indexed operator, uint256 amount);

    error BookAlreadyOpen();
    error BookNotOpen();
    error BookNotAnOperator(address door);
    error BookNotTheIssuersOperator(address operator, address wanted);
    error BookNotEquity(address face);
    error BookNotMoney(address money);
    error BookTickOutOfRange(uint256 tick);
    /// @notice The predecessor is no book of this class and money that is closed.
    error BookNotClosed(address predecessor);
    error BookClosed(uint64 closesAt);
    error BookClosingAlready(uint64 closesAt);
    error BookClosesTooEarly(uint64 closesAt, uint256 earliest);
    error BookIsHalted();
    error BookNotHalted();
    /// @notice R20: the regulator has not opened secondary trading to this operator.
    error BookNotPermitted(address operator);
    /// @notice The class is being converted: orders are returned first.
    error BookConverting();
    /// @notice R21: orders are not taken now.
    error BookEntryClosed(uint256 time);
    /// @notice R21: orders are not matched now.
    error BookMatchingClosed(uint256 time);
    error BookInAuction();
    error BookNotAnInvestor(address door);
    error BookPriceOffGrid(uint256 price, uint256 tick);
    /// @notice R21: too far from the last price.
    error BookPriceOutOfBand(uint256 price, uint256 last);
    error BookPriceOutOfRange(uint256 price);
    error BookUnitsOutOfRange(uint256 units);
    error BookAmountTooLarge(uint256 amount);
    error BookExpiryPassed(uint64 expiresAt, uint256 time);
    /// @notice R21: an order runs no longer.
    error BookExpiryTooLate(uint64 expiresAt, uint256 latest);
    error BookTooManyBids(address owner);
    error BookNoSuchOrder(uint256 order);
    error BookNotYourOrder(uint256 order, address owner);
    error BookNotParked(uint256 order);
    /// @notice A parked order is not fit to re-enter: `why`.
    error BookNotFit(uint256 order, bytes32 why);
    error BookNotOver(uint256 order);
    error BookNothingDue();
    error BookNotYourDeal(uint256 deal, address buyer);
    error BookOtherPrice(uint256 deal, uint256 price, uint256 wanted);
    error BookSelfTrade(bytes32 person);
}
