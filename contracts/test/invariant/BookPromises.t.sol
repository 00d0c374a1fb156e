// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBook} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {IMarketMaster} from "../../src/interfaces/IMarketMaster.sol";
import {Certificate} from "../../src/libraries/Types.sol";
import {Vm} from "../Vm.sol";
import {BookWalk} from "./BookWalk.sol";

/// @dev What holds after every step of every walk through a book: I24, I25, I27, I29 to I33 as far as it is concerned.
contract BookPromisesTest {
    struct FuzzSelector { address addr; bytes4[] selectors; }

    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    bool public constant IS_TEST = true;
    uint256 private constant RATE = 12_500;
    uint256 private constant LEAST_FEE = 5_000;

    BookWalk private walk;
    IMarketMaster private master;
    address private face;
    address private token;
    address[] private doors;
    uint256 private supply;
    uint256 private units;
    mapping(uint256 certificate => uint256 offered) private _offered;

    function setUp() external {
        walk = new BookWalk();
        master = walk.kernel();
        (face, token, doors) = walk.things();
        (supply, units) = (master.faceOf(token).supply, master.faceOf(face).supply);
    }

    function targetContracts() external view returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(walk);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory list) {
        list = new FuzzSelector[](1);
        list[0] = FuzzSelector(address(walk), _steps());
    }

    function _steps() private pure returns (bytes4[] memory s) {
        s = new bytes4[](16);
        (s[0], s[1], s[2], s[3]) = (BookWalk.bid.selector, BookWalk.bid.selector, BookWalk.bid.selector, BookWalk.ask.selector);
        (s[4], s[5], s[6], s[7]) = (BookWalk.ask.selector, BookWalk.ask.selector, BookWalk.cancel.selector, BookWalk.push.selector);
        (s[8], s[9], s[10]) = (BookWalk.push.selector, BookWalk.end.selector, BookWalk.reenter.selector);
        (s[11], s[12], s[13]) = (BookWalk.deal.selector, BookWalk.supervise.selector, BookWalk.order.selector);
        (s[14], s[15]) = (BookWalk.jump.selector, BookWalk.attack.selector);
    }

    function invariant_promises_hold() external {
        _money();
        _certificates();
        _queues();
    }

    /// @dev After each walk: everybody can have all of it back, by anyone's steps.
    function afterInvariant() external {
        walk.takeAllBack();
        for (uint256 i; i < walk.bookCount(); ++i) {
            vm.assertEq(master.balanceOf(token, address(walk.books(i))), 0, "I32: a book keeps nothing");
        }
        for (uint256 id = 1; id <= master.faceOf(face).certificates; ++id) {
            vm.assertEq(master.certificateOf(face, id).heldBy, address(0), "I32: and holds nothing");
        }
    }

    /// @dev Walks of this kind are not in vain: every kind of step succeeds in one that is always the same.
    function test_a_walk_is_not_in_vain() external {
        bytes4[] memory steps = _steps();
        for (uint256 i; i < 900; ++i) {
            bytes32 chance = keccak256(abi.encode("book", i));
            uint256 seed = uint256(keccak256(abi.encode(chance)));
            bytes4 step = steps[uint256(chance) % steps.length];
            (bool ok,) = address(walk).call(abi.encodeWithSelector(step, seed, seed >> 128 & type(uint64).max));
            vm.assertTrue(ok, "the walk itself never fails");
            if (i % 30 == 0) this.invariant_promises_hold();
        }
        for (uint256 i; i < walk.STEPS(); ++i) {
            vm.assertGt(walk.done(i), 0, string.concat("step ", vm.toString(i)));
        }
        vm.assertGt(walk.bookCount(), 1, "a book was succeeded");
        this.afterInvariant();
    }

    // -- I29, I30, I33: money

    /// @dev Every sen of a book is a bid's or a fee.
    function _money() private view {
        for (uint256 i; i < walk.bookCount(); ++i) {
            IBook book = walk.books(i);
            uint256 held = book.course().fees;
            for (uint256 id = 1; id <= book.course().lastOrder; ++id) {
                held += _held(book, id);
            }
            vm.assertEq(master.balanceOf(token, address(book)), held, "I29: a book holds what its bids hold, and fees");
        }
        vm.assertEq(master.faceOf(token).supply, supply, "I30: nothing is made and nothing is lost");
    }

    function _held(IBook book, uint256 id) private view returns (uint256) {
        IBookEvents.Order memory o = book.orderOf(id);
        if (o.side != IBookEvents.Side.Bid) return 0;
        uint256 amount = uint256(o.units) * o.level * book.tick();
        return amount + _fee(o.proceeds + amount) - _fee(o.proceeds);
    }

    function _fee(uint256 proceeds) private pure returns (uint256 fee) {
        fee = proceeds * RATE / 1_000_000;
        if (fee < LEAST_FEE) fee = LEAST_FEE;
        if (fee > proceeds) fee = proceeds;
    }

    // -- I24, I25, I27, I31: certificates

    function _certificates() private {
        uint256 sum;
        for (uint256 id = 1; id <= master.faceOf(face).certificates; ++id) {
            Certificate memory c = master.certificateOf(face, id);
            sum += c.units;
            vm.assertTrue(c.owner == address(0) || uint8(master.roleOf(c.owner)) != 0, "I27: a participant's");
            vm.assertLe(c.heldUnits, c.units, "I31: no more is offered than there is");
            delete _offered[id];
        }
        vm.assertEq(sum, units, "I25: units are kept");
        for (uint256 i; i < walk.bookCount(); ++i) {
            _asks(walk.books(i));
        }
    }

    /// @dev Each ask, if its certificate was not taken meanwhile, is exactly what is encumbered of it, and is the only one.
    function _asks(IBook book) private {
        for (uint256 id = 1; id <= book.course().lastOrder; ++id) {
            IBookEvents.Order memory o = book.orderOf(id);
            if (o.owner == address(0) || o.side == IBookEvents.Side.Bid) continue;
            Certificate memory c = master.certificateOf(face, o.certificate);
            if (c.heldBy != address(book) || c.encumbrance != o.encumbrance) continue;
            vm.assertEq(c.heldUnits, o.units, "I29: encumbered is what is offered");
            vm.assertEq(c.owner, o.owner, "I27: and its owner's");
            vm.assertEq(_offered[o.certificate], 0, "I31: in one order at most");
            _offered[o.certificate] = id;
        }
    }

    // -- the queues

    /// @dev Levels are what stands in them, first in, first out, and the best is the best.
    function _queues() private view {
        IBook book = walk.current();
        (uint256 bidPrice, uint256 askPrice) = book.best();
        uint256 standing;
        uint256 queued;
        for (uint256 id = 1; id <= book.course().lastOrder; ++id) {
            IBookEvents.Order memory o = book.orderOf(id);
            if (o.owner == address(0) || o.parked || o.side == IBookEvents.Side.Deal) continue;
            uint256 price = uint256(o.level) * book.tick();
            bool isBid = o.side == IBookEvents.Side.Bid;
            vm.assertTrue(isBid ? price <= bidPrice : price >= askPrice && askPrice != 0, "the best is the best");
            ++standing;
            if (book.levelAt(o.side, price).head == id) queued += _level(book, o.side, price);
        }
        vm.assertEq(queued, standing, "every order stands in its queue");
    }

    function _level(IBook book, IBookEvents.Side side, uint256 price) private view returns (uint256 n) {
        IBookEvents.Level memory l = book.levelAt(side, price);
        uint256 sum;
        uint256 before;
        for (uint256 id = l.head; n < l.orders; ++n) {
            IBookEvents.Order memory o = book.orderOf(id);
            vm.assertGt(id, before, "first in, first out");
            vm.assertTrue(o.side == side && !o.parked && uint256(o.level) * book.tick() == price, "it belongs here");
            sum += o.units;
            (before, id) = (id, o.next);
        }
        vm.assertEq(l.units, sum, "the level's total");
        vm.assertTrue(l.orders == 0 || l.tail == before, "the level's tail");
    }
}
