// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBookCore, IBookOffice} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {Act, SignedAct} from "../../src/libraries/Types.sol";
import {BookTown} from "../BookTown.sol";

/// @dev What a book's acts cost, and that the least gas that lets one start is enough: whole transactions, each on its own.
/// How to make and check gas.json: see Prices.t.sol.
/// forge-config: default.isolate = true
/// forge-config: prove.isolate = true
contract BookPricesTest is BookTown {
    uint256 private constant TREX_DVD = 478_033;
    address private maker;
    address private taker;

    function setUp() public override {
        super.setUp();
        (maker, taker) = (traders[0], traders[1]);
    }

    function _keep(string memory name, uint256 gas) private {
        vm.snapshotValue("gas", name, gas);
    }

    /// @dev The gas of one act of `door`, relayed.
    function _price(address door, address asset, bytes memory call) private returns (uint256 gas) {
        SignedAct[] memory acts = new SignedAct[](1);
        acts[0] = _signed(door, _act(door, address(book), asset, type(uint256).max, call));
        relay.relay(acts);
        gas = vm.lastCallGas().gasTotalUsed;
    }

    /// @dev A bid that takes `fills` asks of ten units, each a part of its certificate or the whole of it.
    function _sweepOf(uint256 fills, bool whole) private returns (uint256 gas) {
        uint256 state = vm.snapshotState();
        for (uint256 i; i < fills + 1; ++i) {
            uint256 id = _split(maker, whole ? 10 : 20);
            _go(maker, address(book), shares, 10, _askCall(id, 10, START));
        }
        gas = _price(taker, ringgit, _bidCall(10 * fills, START));
        vm.assertEq(_unitsOf(taker), EACH + 10 * fills, "so many fills");
        vm.revertToState(state);
    }

    function test_fills() external {
        _bid(taker, 1, TICK);
        uint256 one = _sweepOf(1, false);
        uint256 part = (_sweepOf(11, false) - one) / 10;
        uint256 whole = (_sweepOf(11, true) - _sweepOf(1, true)) / 10;
        _keep("book: a bid that is filled at once by a part of one certificate", one);
        _keep("book: a fill, one of ten, a part of a certificate", part);
        _keep("book: a fill, one of ten, the certificate itself", whole);
        vm.assertLe(part, TREX_DVD * 30 / 100, "0.30 of a T-REX DvD");
        vm.assertLe(whole, TREX_DVD * 20 / 100, "0.20 of a T-REX DvD");
    }

    function test_orders() external {
        _keep("book: the first bid of a level", _price(taker, ringgit, _bidCall(10, START)));
        _keep("book: another bid of a level", _price(taker, ringgit, _bidCall(10, START)));
        uint256 id = _split(maker, 10);
        _keep("book: the first ask of a level", _price(maker, shares, _askCall(id, 10, START + TICK)));
        _keep("book: cancel a bid", _price(taker, address(0), abi.encodeCall(IBookCore.cancel, (2))));
    }

    /// @dev Fifty bids of eight doors against fifty asks, one at a time.
    function test_an_auction_of_a_hundred_orders() external {
        uint64 closesAt = uint64(block.timestamp + 7 days);
        _do(omar, address(book), abi.encodeCall(IBookOffice.close, (closesAt, bytes32("auctions"))));
        vm.warp(closesAt);
        book = _openBook(IBookEvents.Form.Auction, address(book));
        for (uint256 i; i < 50; ++i) {
            address buyer = i % 8 == 0 ? _admitTrader(keccak256(abi.encode("buyer", i))) : last;
            last = buyer;
            _bid(buyer, 10, START + TICK * (i % 3));
            _ask(traders[i % 6], 10, START - TICK * (i % 3));
        }
        uint256 gas;
        do {
            book.push(40);
            gas += vm.lastCallGas().gasTotalUsed;
        } while (book.course().phase != IBookEvents.Phase.Open);
        _keep("book: an auction of a hundred orders, all of it", gas);
        vm.assertLe(gas / 50, TREX_DVD * 30 / 100, "0.30 of a T-REX DvD each");
    }

    address private last;

    // -- floors

    /// @dev Whatever gas lets it start, it is performed.
    function _startsAndEnds(address door, address asset, bytes memory call) private {
        Act memory a = _act(door, address(book), asset, type(uint256).max, call);
        SignedAct memory s = _signed(door, a);
        uint256 state = vm.snapshotState();
        uint256 started;
        for (s.gasCap = 200_000; s.gasCap < 1_800_000; s.gasCap += 57_000) {
            (Outcome outcome, bytes memory reason) = _outcome(_relayOne(s), door, a.nonce);
            if (outcome == Outcome.Refused) revert RefusedInstead(reason);
            if (outcome == Outcome.Performed) ++started;
            vm.revertToState(state);
        }
        vm.assertGt(started, 0, "it starts");
    }

    function test_floors() external {
        for (uint256 i; i < 6; ++i) {
            address seller = _admitTrader(keccak256(abi.encode("seller", i)));
            _go(maker, address(book), shares, 10, abi.encodeCall(IBookCore.negotiate, (certificateOf[maker], 10, 1, seller, _soon())));
            if (i == 0) _startsAndEnds(seller, ringgit, abi.encodeCall(IBookCore.accept, (book.course().lastOrder, 1)));
            _go(seller, address(book), ringgit, 1e6, abi.encodeCall(IBookCore.accept, (book.course().lastOrder, 1)));
            uint256 id = master.faceOf(shares).certificates;
            _go(seller, address(book), shares, 9, _askCall(id, 9, START + TICK * i));
        }
        address buyer = _admitTrader("buyer");
        _startsAndEnds(buyer, ringgit, _bidCall(60, START + 200 * TICK));
        _bid(buyer, 1, TICK);
        _startsAndEnds(buyer, address(0), abi.encodeCall(IBookCore.cancel, (book.course().lastOrder)));
        _startsAndEnds(maker, shares, _askCall(certificateOf[maker], 10, START + 9 * TICK));
        bytes memory call = abi.encodeCall(IBookCore.negotiate, (certificateOf[maker], 10, 1, buyer, _soon()));
        _startsAndEnds(maker, shares, call);
    }

    function test_floors_of_the_operators_acts() external {
        _startsAndEnds(omar, address(0), abi.encodeCall(IBookOffice.halt, ("news")));
        _do(omar, address(book), abi.encodeCall(IBookOffice.halt, ("news")));
        _startsAndEnds(omar, address(0), abi.encodeCall(IBookOffice.resume, ("clear")));
        bytes memory call = abi.encodeCall(IBookOffice.close, (uint64(block.timestamp + 8 days), bytes32("fault")));
        _startsAndEnds(omar, address(0), call);
    }
}
