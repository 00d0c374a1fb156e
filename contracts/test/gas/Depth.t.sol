// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBookCore} from "../../src/interfaces/IBook.sol";
import {BookTown} from "../BookTown.sol";

/// @dev What a fill costs does not depend on how deep the book is: 10, 1,000 and 10,000 orders behind it. A fill is what the
/// tenth of ten costs more than nine, in one act. What it costs by itself: BookPrices.t.sol.
contract DepthTest is BookTown {
    address private maker;
    address private taker;

    function setUp() public override {
        super.setUp();
        (maker, taker) = (traders[0], traders[1]);
    }

    /// @dev `n` asks on a hundred levels, none of which is reached.
    function _deepen(uint256 n) private {
        for (uint256 i; i < n; ++i) {
            _ask(traders[2 + i / 5_000], 1, START + TICK * (200 + i % 100));
        }
    }

    /// @dev The gas of one call of `door`.
    function _gasOf(address door, bytes memory call, address asset) private returns (uint256) {
        _go(door, address(book), asset, type(uint256).max, call);
        return vm.lastCallGas().gasTotalUsed;
    }

    /// @dev The gas of a bid that takes `fills` asks of ten units; each part is a new certificate.
    function _sweepOf(uint256 fills) private returns (uint256) {
        _bid(taker, 1, TICK); // her purse is in use
        for (uint256 i; i < fills + 1; ++i) {
            uint256 id = _split(maker, 20);
            _go(maker, address(book), shares, 10, abi.encodeCall(IBookCore.ask, (id, 10, START, _soon())));
        }
        uint256 spent = _gasOf(taker, _bidCall(10 * fills, START), ringgit);
        vm.assertEq(_unitsOf(taker), EACH + 10 * fills, "so many fills");
        return spent;
    }

    function _perFill() private returns (uint256) {
        uint256 state = vm.snapshotState();
        uint256 two = _sweepOf(2);
        vm.revertToState(state);
        uint256 twelve = _sweepOf(12);
        vm.revertToState(state);
        return (twelve - two) / 10;
    }

    function test_a_fill_costs_the_same_at_any_depth() external {
        uint256 shallow;
        uint256[3] memory depths = [uint256(10), 1_000, 10_000];
        uint256 there;
        for (uint256 i; i < 3; ++i) {
            _deepen(depths[i] - there);
            there = depths[i];
            uint256 spent = _perFill();
            if (i == 0) shallow = spent;
            string memory depth = vm.toString(depths[i]);
            vm.snapshotValue("gas", string.concat("book: a fill of a sweep, with ", depth, " orders behind it"), spent);
            vm.assertLe(spent, shallow + 500, "no more than in a shallow book");
        }
    }
}
