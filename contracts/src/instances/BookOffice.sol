// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBook, IBookOffice} from "../interfaces/IBook.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {Sessions} from "../libraries/Sessions.sol";
import {ActType, Conversion, Face, Kind, Role} from "../libraries/Types.sol";
import {Auction} from "./Auction.sol";

/// @notice A book's other half: its beginning, halts and end, its auctions, and what an order of the regulator takes from
/// it. Its code runs in a book's own storage and under its address; by itself it holds nothing and is nobody.
contract BookOffice is Auction, IBookOffice, IEscrow {
    /// @dev How long the public knows that a book closes.
    uint256 private constant NOTICE = 7 days;

    constructor(IMarketMaster master) Auction(master) {}

    // -- the operator's acts

    /// @inheritdoc IBookOffice
    function open(address face_, address money_, uint256 tick_, uint256 startPrice, Form form_, address predecessor) external {
        address door = _entrant();
        require(face == address(0), BookAlreadyOpen());
        require(MASTER.roleOf(door) == Role.Operator, BookNotAnOperator(door));
        Face memory f = MASTER.faceOf(face_);
        Face memory m = MASTER.faceOf(money_);
        require(f.kind == Kind.Equity, BookNotEquity(face_));
        require(m.kind == Kind.Money, BookNotMoney(money_));
        _requireIssuersOperator(door, f.issuer);
        require(tick_ != 0 && tick_ <= type(uint40).max, BookTickOutOfRange(tick_));
        if (predecessor != address(0)) _requireClosed(predecessor, face_, money_);
        MASTER.claim(keccak256(abi.encode(face_, money_, predecessor)));
        (face, tick, form, money, operator, _trustee) = (face_, uint64(tick_), form_, money_, door, m.trustee);
        (_course.epoch, _course.lastLevel) = (f.epoch, uint16(_onGrid(startPrice)));
        emit BookOpened(door, face_, money_, tick_, startPrice, form_, predecessor);
        _requireTrading();
    }

    /// @dev An instance of this book's own template, for the same class and money.
    function _requireClosed(address predecessor, address face_, address money_) private view {
        bool same = MASTER.templateOf(predecessor) != address(0) && IBook(predecessor).face() == face_
            && IBook(predecessor).money() == money_ && IBook(predecessor).isClosed();
        require(same, BookNotClosed(predecessor));
    }

    function _requireIssuersOperator(address door, address issuer) private view {
        address wanted = MASTER.participant(issuer).parent;
        require(door == wanted, BookNotTheIssuersOperator(door, wanted));
    }

    modifier byOperator() {
        address door = _entrant();
        if (door != operator) _requireIssuersOperator(door, MASTER.faceOf(face).issuer);
        _;
    }

    /// @inheritdoc IBookOffice
    function halt(bytes32 reason) external byOperator {
        require(!_course.halted, BookIsHalted());
        _course.halted = true;
        emit BookHalted(reason);
    }

    /// @inheritdoc IBookOffice
    function resume(bytes32 reason) external byOperator {
        require(_course.halted, BookNotHalted());
        _course.halted = false;
        emit BookResumed(reason);
    }

    /// @inheritdoc IBookOffice
    function close(uint64 closesAt, bytes32 reason) external byOperator {
        require(_course.closesAt == 0, BookClosingAlready(_course.closesAt));
        uint256 earliest = block.timestamp + NOTICE;
        require(closesAt >= earliest && closesAt <= type(uint32).max, BookClosesTooEarly(closesAt, earliest));
        _course.closesAt = uint40(closesAt);
        emit BookClosing(closesAt, reason);
    }

    // -- steps

    /// @notice See {IBookCore.push}: here, for auctions and for what is to be returned.
    function push(uint256 n) external step {
        if (_isClosed()) return _return(n, "closed");
        if (_isConverting()) return _return(n, "converted");
        if (_course.phase != Phase.Open && block.timestamp > _course.calledAt + LONGEST_AUCTION) return _abandon();
        IRulebook rules = _requireTradingStep();
        if (_course.phase == Phase.Open) {
            require(_isMatching(rules, _sessions(rules)), BookMatchingClosed(block.timestamp));
            require(_isAuctionDue(_figure(rules, "R21-auction")), BookNothingDue());
            _call();
        }
        _goOn(n);
    }

    /// @dev R21: an auction a day, or so many seconds after the last.
    function _isAuctionDue(uint256 interval) private view returns (bool) {
        uint256 last = _course.calledAt;
        if (interval != 0) return block.timestamp >= last + interval;
        return Sessions.dayOf(block.timestamp) > Sessions.dayOf(last);
    }

    /// @dev Exits: they ask no module. A book of a converted class, once empty, trades on.
    function _return(uint256 n, bytes32 why) private {
        if (_course.phase != Phase.Open) _abandon();
        uint256 left = n;
        for (; left != 0; --left) {
            uint256 level = _bestLevel(Side.Bid);
            Side side = level != 0 ? Side.Bid : Side.Ask;
            if (level == 0) level = _bestLevel(Side.Ask);
            if (level == 0) break;
            Hand memory h = _handOf(_head(side, level));
            _leave(h.id, h.o, why);
        }
        bool rebases = left != 0 && why == "converted";
        require(left != n || rebases, BookNothingDue());
        if (rebases) _rebase();
    }

    function _rebase() private {
        uint32 epoch = MASTER.faceOf(face).epoch;
        uint256 last = _course.lastLevel;
        for (uint32 i = _course.epoch + 1; i <= epoch; ++i) {
            Conversion memory c = MASTER.conversionOf(face, i);
            if (c.numerator != 0) last = last * c.denominator / c.numerator;
            if (last == 0) last = 1;
            if (last > MOST_LEVELS) last = MOST_LEVELS;
        }
        (_course.epoch, _course.lastLevel, _firstOrder) = (epoch, uint16(last), _course.lastOrder + 1);
        emit BookRebased(epoch, last * tick);
    }

    /// @inheritdoc IBookOffice
    function collectFees() external step {
        uint256 amount = _course.fees;
        require(amount != 0, BookNothingDue());
        _course.fees = 0;
        emit FeesCollected(operator, amount);
        _pay(operator, amount);
    }

    /// @inheritdoc IEscrow
    /// @dev An auction that goes on is abandoned: its figures would no longer be true.
    function surrender(address door) external onlyMaster {
        if (_course.phase != Phase.Open) _abandon();
        uint32[MOST_BIDS] memory ids = _bidsOf[door];
        for (uint256 i; i < MOST_BIDS; ++i) {
            Order memory o = _orders[ids[i]];
            if (o.owner != address(0)) _end(ids[i], o, "surrendered");
        }
        delete _bidsOf[door];
    }

    // -- readings

    /// @inheritdoc IBookOffice
    function levelAt(Side side, uint256 price) external view returns (Level memory) {
        return _levels[_key(side, price / tick)];
    }

    /// @inheritdoc IBookOffice
    function best() external view returns (uint256 bidPrice, uint256 askPrice) {
        return (_bestLevel(Side.Bid) * tick, _bestLevel(Side.Ask) * tick);
    }

    /// @inheritdoc IBookOffice
    function isClosed() public view returns (bool) {
        return _isClosed();
    }

    /// @notice None by itself: a book's acts are {Book}'s.
    function acts() external pure returns (ActType[] memory) {
        return new ActType[](0);
    }
}
