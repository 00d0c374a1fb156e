// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBook, IBookCore, IBookOffice} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {IDoor} from "../../src/interfaces/IDoor.sol";
import {IMarketMaster} from "../../src/interfaces/IMarketMaster.sol";
import {Act, Standing} from "../../src/libraries/Types.sol";
import {BookTown} from "../BookTown.sol";

/// @dev A random walk through the books of one class, one after the other and of either form: orders, deals, freezes,
/// suspensions, halts, orders of the regulator, time, and adversaries. Each step checks that nobody lost by what was not his.
contract BookWalk is BookTown {
    enum Step { Bid, Ask, Cancel, Push, End, Reenter, Deal, Accept, Standing, Order, Jump, Attack }

    uint256 public constant STEPS = 12;
    uint256[12] public tried;
    uint256[12] public done;
    IBook[] public books;
    uint256 private lastOrdered;
    uint256[] private ordered;

    constructor() {
        BookTown.setUp();
        traders.push(_admitTrader(master.participant(traders[0]).person)); // one person, two doors
        books.push(book);
        _setRule("R21", 0, _sessions(200_000));
    }

    // -- what the promises look at

    function kernel() external view returns (IMarketMaster) {
        return master;
    }

    function things() external view returns (address face, address token, address[] memory doors) {
        return (shares, ringgit, traders);
    }

    /// @dev The book in use: the last of its line.
    function current() external view returns (IBook) {
        return book;
    }

    function bookCount() external view returns (uint256) {
        return books.length;
    }

    // -- steps

    function _try(Step kind, address door, address asset, uint256 most, bytes memory call) private returns (bool ok) {
        uint256[] memory before = _wealth();
        Act memory a = Act(address(book), call, asset, most, _nextNonce[door]++, block.timestamp + 1 hours);
        vm.prank(vm.addr(_keysOf[door][0]));
        (ok,) = door.call(abi.encodeCall(IDoor.act, (a)));
        _count(kind, ok);
        _nobodyElsePaid(before, door);
    }

    function _count(Step kind, bool ok) private {
        ++tried[uint256(kind)];
        if (ok) ++done[uint256(kind)];
    }

    /// @dev Each trader's money and units.
    function _wealth() private view returns (uint256[] memory list) {
        list = new uint256[](2 * traders.length);
        for (uint256 i; i < traders.length; ++i) {
            (list[2 * i], list[2 * i + 1]) = (_cashOf(traders[i]), _unitsOf(traders[i]));
        }
    }

    /// @dev A bid was paid for when it came: whoever else is filled now gives no money.
    function _nobodyElsePaid(uint256[] memory before, address door) private view {
        uint256[] memory now_ = _wealth();
        for (uint256 i; i < traders.length; ++i) {
            vm.assertTrue(traders[i] == door || now_[2 * i] >= before[2 * i], "only who acts is debited");
        }
    }

    function _door(uint256 seed) private view returns (address) {
        return traders[seed % traders.length];
    }

    function _priceOf(uint256 seed) private view returns (uint256) {
        uint256 last = uint256(book.course().lastLevel);
        uint256 away = seed % 9;
        return TICK * (last + away > 4 ? last + away - 4 : 1);
    }

    function bid(uint256 seed, uint64 life) public {
        uint256 units = 1 + (seed >> 32) % 300;
        uint64 until = uint64(block.timestamp + 1 + life % 3 days);
        bytes memory call = abi.encodeCall(IBookCore.bid, (units, _priceOf(seed >> 8), until));
        _try(Step.Bid, _door(seed >> 64), ringgit, seed % 19 == 0 ? 100 : CASH, call);
    }

    function ask(uint256 seed, uint64 life) public {
        address door = _door(seed >> 64);
        uint256 id = _free(door);
        if (id == 0) return bid(seed, life);
        uint256 units = 1 + (seed >> 32) % master.certificateOf(shares, id).units;
        if (units > 300) units = 1 + units % 300;
        uint64 until = uint64(block.timestamp + 1 + life % 3 days);
        bytes memory call = abi.encodeCall(IBookCore.ask, (id, units, _priceOf(seed >> 8), until));
        _try(Step.Ask, door, shares, units, call);
    }

    /// @dev A certificate of the door that is nobody's security, the last first.
    function _free(address door) private view returns (uint256) {
        for (uint256 id = master.faceOf(shares).certificates; id != 0; --id) {
            if (master.certificateOf(shares, id).owner == door && master.certificateOf(shares, id).heldBy == address(0)) return id;
        }
        return 0;
    }

    function cancel(uint256 seed) public {
        (uint256 id, address owner) = _some(seed);
        if (id == 0) return;
        address door = seed % 7 == 0 ? _door(seed >> 8) : owner;
        bool ok = _try(Step.Cancel, door, address(0), 0, abi.encodeCall(IBookCore.cancel, (id)));
        vm.assertTrue(!ok || door == owner, "only the owner cancels");
        // an exit: whatever is halted or suspended, but for a freeze and, for an hour, an auction
        bool waits = master.isFrozen(owner) || book.course().phase != IBookEvents.Phase.Open;
        vm.assertTrue(ok || door != owner || waits, "an owner takes back");
    }

    function _some(uint256 seed) private view returns (uint256 id, address owner) {
        uint256 last = book.course().lastOrder;
        for (uint256 i; i < last && i < 60; ++i) {
            id = 1 + ((seed >> 16) + i) % last;
            owner = book.orderOf(id).owner;
            if (owner != address(0)) return (id, owner);
        }
        return (0, address(0));
    }

    function _pushed(Step kind, bytes memory call) private {
        uint256[] memory before = _wealth();
        vm.prank(sam);
        (bool ok,) = address(book).call(call);
        _count(kind, ok);
        uint256[] memory now_ = _wealth();
        for (uint256 i; i < traders.length; ++i) {
            vm.assertTrue(now_[2 * i] >= before[2 * i], "a push takes nobody's money out of a purse");
            bool paid = now_[2 * i + 1] >= before[2 * i + 1] || now_[2 * i] >= before[2 * i];
            vm.assertTrue(paid, "nor units for nothing");
        }
    }

    function push(uint256 seed) public {
        _pushed(Step.Push, abi.encodeCall(IBookCore.push, (1 + seed % 7)));
        if (seed % 5 == 0) _pushed(Step.Push, abi.encodeCall(IBookOffice.collectFees, ()));
    }

    function end(uint256 seed) public {
        (uint256 id,) = _some(seed);
        if (id != 0) _pushed(Step.End, abi.encodeCall(IBookCore.end, (id)));
    }

    function reenter(uint256 seed) public {
        uint256 last = book.course().lastOrder;
        for (uint256 i; i < last && i < 80; ++i) {
            uint256 id = 1 + ((seed >> 16) + i) % last;
            if (!book.orderOf(id).parked) continue;
            return _pushed(Step.Reenter, abi.encodeCall(IBookCore.reenter, (id)));
        }
    }

    function deal(uint256 seed) public {
        address door = _door(seed >> 64);
        uint256 id = _free(door);
        if (id == 0) return;
        uint256 units = 1 + (seed >> 32) % master.certificateOf(shares, id).units;
        bytes memory call = abi.encodeCall(IBookCore.negotiate, (id, units, 1 + seed % 900, _door(seed >> 8), _soon()));
        if (!_try(Step.Deal, door, shares, units, call)) return;
        uint256 last = book.course().lastOrder;
        if (seed % 3 == 0) return;
        address buyer = seed % 11 == 0 ? _door(seed >> 24) : book.dealOf(last).buyer;
        _try(Step.Accept, buyer, ringgit, CASH, abi.encodeCall(IBookCore.accept, (last, 1 + seed % 900)));
    }

    /// @dev Freezes, suspensions, halts; and their ends.
    function supervise(uint256 seed) public {
        uint256 what = seed % 10;
        address door = _door(seed >> 8);
        if (what == 0) _freeze(door, uint64(block.timestamp + 6 hours));
        else if (what == 1) _stand(omar, door, master.isActive(door) ? Standing.Suspended : Standing.Active);
        else if (what == 2) _halt("book", !master.moduleOf("book").halted);
        else if (what == 3) _halt("equity", !master.moduleOf("equity").halted);
        else if (what == 4 && !master.moduleOf("book").halted) _haltOrResume();
        else if (what == 5) _setRule(_permission(omar), 0, seed % 2);
        else _peace();
        _count(Step.Standing, true);
    }

    /// @dev The operator's halt of its own book, which the regulator has not halted.
    function _haltOrResume() private {
        bool halted = book.course().halted;
        bytes memory call = halted ? abi.encodeCall(IBookOffice.resume, ("clear")) : abi.encodeCall(IBookOffice.halt, ("news"));
        _do(omar, address(book), call);
    }

    function _peace() private {
        if (master.moduleOf("book").halted) _halt("book", false);
        if (master.moduleOf("equity").halted) _halt("equity", false);
        if (book.course().halted) _do(omar, address(book), abi.encodeCall(IBookOffice.resume, ("clear")));
        _setRule(_permission(omar), 0, 1);
        for (uint256 i; i < traders.length; ++i) {
            if (!master.isActive(traders[i]) && !master.isFrozen(traders[i])) _stand(omar, traders[i], Standing.Active);
        }
    }

    /// @dev The regulator takes a trader's certificate, or what it has in the book; and to another, so that all of it stays here.
    function order(uint256 seed) public {
        (address from, address to) = (_door(seed >> 8), _door(seed >> 16));
        bool ofMoney = seed % 2 == 0;
        uint256 value = ofMoney ? 1 + (seed >> 32) % 100_000 : _someOf(from);
        if (value == 0 || ordered.length > 12) return;
        (bool ok,) = address(this).call(abi.encodeCall(this.orderOne, (ofMoney ? ringgit : shares, from, to, value, ofMoney)));
        if (ok) ordered.push(++lastOrdered);
        _count(Step.Order, ok);
    }

    function orderOne(address face, address from, address to, uint256 value, bool reaches) external {
        require(msg.sender == address(this));
        bytes memory call = abi.encodeWithSignature(
            "order(address,address,address,uint256,address,bytes32)", face, from, to, value,
            reaches ? address(book) : address(0), bytes32("court 7")
        );
        _do(rania, rania, call);
    }

    function _someOf(address door) private view returns (uint256) {
        for (uint256 id = master.faceOf(shares).certificates; id != 0; --id) {
            if (master.certificateOf(shares, id).owner == door) return id;
        }
        return 0;
    }

    function jump(uint256 seed) public {
        vm.warp(block.timestamp + 1 + seed % (seed % 8 == 0 ? 5 days : 5 hours));
        for (uint256 i; i < ordered.length; ++i) {
            if (master.orderOf(ordered[i]).from == address(0) || block.timestamp < master.orderOf(ordered[i]).earliest) continue;
            (bool ok,) = address(master).call(abi.encodeWithSignature("executeOrder(uint256)", ordered[i]));
            _count(Step.Order, ok);
        }
        _count(Step.Jump, true);
        if (seed % 29 == 0) _succeed();
    }

    /// @dev The book closes, and another of the other form follows it.
    function _succeed() private {
        _peace();
        if (book.course().closesAt != 0 || !master.isActive(omar)) return;
        uint64 closesAt = uint64(block.timestamp + 7 days);
        _do(omar, address(book), abi.encodeCall(IBookOffice.close, (closesAt, bytes32("form"))));
        vm.warp(closesAt);
        IBookEvents.Form form = book.form() == IBookEvents.Form.Auction ? IBookEvents.Form.Continuous : IBookEvents.Form.Auction;
        book = _openBook(form, address(book));
        books.push(book);
    }

    /// @dev Nobody but the kernel and doors is listened to; the office by itself is nobody.
    function attack(uint256 seed) public {
        uint256[] memory before = _wealth();
        address caller = seed % 2 == 0 ? sam : _door(seed >> 8);
        bytes[6] memory calls = [
            abi.encodeWithSignature("surrender(address)", _door(seed >> 16)),
            abi.encodeCall(IBookCore.bid, (1, START, _soon())),
            abi.encodeCall(IBookCore.cancel, (1 + (seed >> 32) % 9)),
            abi.encodeCall(IBookOffice.open, (shares, ringgit, TICK, START, IBookEvents.Form.Auction, address(0))),
            abi.encodeCall(IBookOffice.close, (type(uint32).max, bytes32("x"))),
            abi.encodeCall(IBookCore.accept, (1 + (seed >> 32) % 9, 1))
        ];
        vm.prank(caller);
        (bool ok,) = address(book).call(calls[(seed >> 24) % 6]);
        vm.assertTrue(!ok, "nobody is listened to but through a door");
        uint256[] memory now_ = _wealth();
        for (uint256 i; i < now_.length; ++i) {
            vm.assertEq(now_[i], before[i], "and nothing moved");
        }
        _count(Step.Attack, true);
    }

    // -- the end of a walk

    /// @dev Whatever happened: peace, and everybody can have all back that a book holds.
    function takeAllBack() external {
        vm.warp(block.timestamp + 31 days);
        _peace();
        for (uint256 b; b < books.length; ++b) {
            uint256 last = books[b].course().lastOrder;
            for (uint256 id = 1; id <= last; ++id) {
                if (books[b].orderOf(id).owner != address(0)) books[b].end(id);
            }
            if (books[b].course().fees != 0) books[b].collectFees();
        }
    }
}
