// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBookCore} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {IPurchases} from "../../src/interfaces/IPurchases.sol";
import {IRulebook} from "../../src/interfaces/IRulebook.sol";
import {BookTown} from "../BookTown.sol";

/// @dev R24: whether what is bought on the market counts towards the ceilings of who buys it.
contract PurchasesTest is BookTown {
    uint256 private constant PLEDGED = EACH * PRICE;
    uint256 private constant ROOM = 60_000;
    uint8 private constant SOPHISTICATED = 3;
    address private seller;
    address private buyer;

    /// @dev The buyer's pledge leaves room for RM 600 more of the issuer.
    function setUp() public override {
        super.setUp();
        (seller, buyer) = (traders[0], traders[1]);
        _setRule("R4", SOPHISTICATED, PLEDGED + ROOM);
    }

    function _used() private view returns (uint256 total, uint256 ofIssuer) {
        (total, ofIssuer,) = IRulebook(rulebook).used(keccak256(abi.encode("trader", uint256(1))), ida);
    }

    function _assertUsed(uint256 ofYear, uint256 ofItsIssuer) private view {
        (uint256 total, uint256 ofIssuer) = _used();
        vm.assertEq(total, ofYear, "over the year");
        vm.assertEq(ofIssuer, ofItsIssuer, "with the issuer");
    }

    function _notFit(uint256 order) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IBookEvents.BookNotFit.selector, order, bytes32("ceiling"));
    }

    function _deal(uint256 price) private returns (uint256) {
        uint256 id = _split(seller, 100);
        bytes memory call = abi.encodeCall(IBookCore.negotiate, (id, 100, price, buyer, _soon()));
        _go(seller, address(book), shares, 100, call);
        return book.course().lastOrder;
    }

    // -- refusals

    function test_a_bid_above_the_ceiling_is_refused() external {
        _setRule("R24", 0, 1);
        bytes memory call = abi.encodeCall(IBookCore.bid, (121, 500, _soon()));
        _goes(buyer, address(book), ringgit, type(uint256).max, call, _notFit(0));
        _bid(buyer, 120, 500);
        _assertUsed(PLEDGED, PLEDGED); // an order buys nothing yet
    }

    function test_a_bid_that_no_longer_fits_loses_its_place_and_returns() external {
        _setRule("R24", 0, 1);
        uint256 first = _bid(buyer, 100, 500);
        uint256 second = _bid(buyer, 40, 500);
        uint256 ask = _ask(seller, 140, 500);
        _assertUsed(PLEDGED, PLEDGED + 50_000);
        vm.assertEq(book.orderOf(first).owner, address(0), "filled");
        vm.assertTrue(book.orderOf(second).parked, "beyond the ceiling");
        vm.assertEq(book.orderOf(ask).units, 40, "waits for another");
        vm.expectRevert(_notFit(second));
        book.reenter(second);
        _setRule("R4", SOPHISTICATED, 0);
        book.reenter(second);
        _assertUsed(PLEDGED, PLEDGED + 70_000);
        vm.assertEq(book.orderOf(ask).owner, address(0), "filled too");
    }

    function test_a_deal_above_the_ceiling_is_refused() external {
        _setRule("R24", 0, 1);
        uint256 dear = _deal(601);
        bytes memory call = abi.encodeCall(IBookCore.accept, (dear, 601));
        _goes(buyer, address(book), ringgit, type(uint256).max, call, _notFit(dear));
        uint256 fair = _deal(600);
        _go(buyer, address(book), ringgit, type(uint256).max, abi.encodeCall(IBookCore.accept, (fair, 600)));
        _assertUsed(PLEDGED, PLEDGED + ROOM);
    }

    function test_only_an_instance_books() external {
        vm.expectRevert(abi.encodeWithSelector(IRulebook.RulebookOnlyInstance.selector, address(this)));
        IPurchases(rulebook).purchase(buyer, shares, 1, 1, true);
    }

    // -- what counts

    function test_by_default_nothing_counts() external {
        _bid(buyer, 1_000, 500);
        _ask(seller, 1_000, 500);
        _assertUsed(PLEDGED, PLEDGED);
    }

    function test_an_order_keeps_the_rule_it_was_made_under() external {
        _bid(buyer, 1_000, 500);
        _setRule("R24", 0, 1);
        _ask(seller, 1_000, 500);
        _assertUsed(PLEDGED, PLEDGED);
    }

    function test_over_the_year_it_counts_for_a_year() external {
        _setRule("R24", 0, 2);
        vm.warp(block.timestamp + 1 days);
        _ask(seller, 120, 500);
        _bid(buyer, 60, 500);
        vm.warp(block.timestamp + 1 days);
        _bid(buyer, 60, 500);
        _assertUsed(PLEDGED + 60_000, PLEDGED + 60_000);
        vm.warp(block.timestamp + 364 days);
        IRulebook(rulebook).tidy(keccak256(abi.encode("trader", uint256(1))), 9);
        _assertUsed(30_000, PLEDGED + 60_000);
        vm.warp(block.timestamp + 1 days);
        IRulebook(rulebook).tidy(keccak256(abi.encode("trader", uint256(1))), 9);
        _assertUsed(0, PLEDGED + 60_000);
    }
}
