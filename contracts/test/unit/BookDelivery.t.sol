// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBook, IBookCore, IBookOffice} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Certificate} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev Delivery versus payment, by acts that people sign: what is asked for is encumbered, both legs move or neither.
contract BookDeliveryTest is Town {
    IBook private market;
    uint256 private id;

    function setUp() public override {
        super.setUp();
        (, id) = _settled();
        market = _openMarket();
        vm.warp(block.timestamp + MORATORIUM);
        _deposit(iris, 1_000_000);
    }

    // -- failures

    function test_only_operators_open_books() external {
        _do(ivan, ivan, abi.encodeWithSignature("addSigner(address,bytes32,bytes32)", vm.addr(_key("second")), 0, 0));
        _keysOf[ivan].push(_key("second"));
        bytes memory open =
            abi.encodeCall(IBookOffice.open, (shares, ringgit, 1, PRICE, IBookEvents.Form.Continuous, address(0)));
        _refuse(ivan, bookTemplate, open, abi.encodeWithSelector(IBookEvents.BookNotAnOperator.selector, ivan));
    }

    function test_asks_that_are_none() external {
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNoSuchCertificate.selector, shares, 99);
        _refuse(ivan, address(market), shares, 10, _askCall(99, 10, 1), reason);
        reason = abi.encodeWithSelector(IBookEvents.BookNotAnInvestor.selector, ida);
        _refuse(ida, address(market), shares, 10, _askCall(id, 10, 1), reason);
        reason = abi.encodeWithSelector(IBookEvents.BookUnitsOutOfRange.selector, 0);
        _refuse(ivan, address(market), shares, 10, _askCall(id, 0, 1), reason);
    }

    function test_mandate_binds_the_ask() external {
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, 10, 9);
        _refuse(ivan, address(market), shares, 9, _askCall(id, 10, 1), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterOtherAsset.selector, ringgit, shares);
        _refuse(ivan, address(market), ringgit, 10, _askCall(id, 10, 1), reason);
    }

    function test_mandate_binds_the_bid() external {
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, 3_000, 2_999);
        _refuse(iris, address(market), ringgit, 2_999, _bidCall(10, 300), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterOtherAsset.selector, shares, ringgit);
        _refuse(iris, address(market), shares, 3_000, _bidCall(10, 300), reason);
    }

    function test_what_is_offered_stays_and_cannot_leave() external {
        _setRule("equity-transfers", 0, 1);
        _ask(ivan, market, id, 100, 300);
        vm.assertEq(master.certificateOf(shares, id).owner, ivan, "it earns and votes for him meanwhile");
        bytes memory call = abi.encodeWithSignature("transferFrom(address,address,uint256)", ivan, iris, id);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterEncumbered.selector, id, address(market));
        _refuse(ivan, shares, shares, 1_500, call, reason);
        _refuse(ivan, address(market), shares, 1, _askCall(id, 1, 1), reason);
    }

    function test_unpaid_means_undelivered() external {
        _ask(ivan, market, id, 1_000, 2_000);
        bytes memory reason =
            abi.encodeWithSelector(IMasterEvents.MasterBalanceTooLow.selector, ringgit, iris, 1_000_000, 2_000_000);
        _refuse(iris, address(market), ringgit, 2_000_000, _bidCall(1_000, 2_000), reason);
        vm.assertEq(master.holdingOf(shares, iris).units, 500, "neither leg");
        vm.assertEq(market.orderOf(1).units, 1_000, "the ask stands");
    }

    // -- as it should be

    function test_a_part_is_split_off_and_the_rest_is_free_when_all_is_sold() external {
        _ask(ivan, market, id, 100, 300);
        _bid(iris, market, 40, 300);
        Certificate memory rest = master.certificateOf(shares, id);
        vm.assertEq(rest.owner, ivan, "keeps its id and owner");
        vm.assertEq(rest.units, 1_460, "less the part");
        vm.assertEq(rest.heldUnits, 60, "what is still asked for");
        Certificate memory part = master.certificateOf(shares, 4);
        vm.assertEq(part.owner, iris, "the part is hers");
        vm.assertEq(part.units, 40, "40 units");
        vm.assertEq(part.parent, id, "and knows where it came from");
        _bid(iris, market, 60, 300);
        vm.assertEq(master.certificateOf(shares, id).heldBy, address(0), "all of it sold: free again");
    }

    function test_the_whole_moves_with_its_id() external {
        _ask(ivan, market, id, 1_500, 10);
        uint256 before = master.balanceOf(ringgit, ivan);
        _bid(iris, market, 1_500, 10);
        vm.assertEq(master.certificateOf(shares, id).owner, iris, "the certificate itself");
        vm.assertEq(master.balanceOf(ringgit, ivan), before + 15_000, "paid");
        vm.assertEq(master.holdingOf(shares, ivan).certificates, 0, "he has none");
        vm.assertEq(master.balanceOf(ringgit, address(market)), 0, "nothing stays in between");
    }

    /// @dev What is not sold of her bid is held for it, to the sen.
    function testFuzz_both_legs_or_neither(uint16 units, uint16 price) external {
        uint256 each = uint256(price) % 65_535 + 1;
        _ask(ivan, market, id, 1_000, each);
        uint256 had = master.holdingOf(shares, iris).units;
        (uint256 cash, uint256 his) = (master.balanceOf(ringgit, iris), master.balanceOf(ringgit, ivan));
        (Outcome outcome,,) = _try(iris, address(market), ringgit, type(uint256).max, _bidCall(units, each));
        bool done = outcome == Outcome.Performed;
        vm.assertTrue(done == (units != 0 && units * each <= cash), "performed exactly when it can be");
        uint256 sold = !done ? 0 : units < 1_000 ? units : 1_000;
        vm.assertEq(master.holdingOf(shares, iris).units, had + sold, "units");
        vm.assertEq(master.balanceOf(ringgit, ivan), his + sold * each, "for money");
        vm.assertEq(master.balanceOf(ringgit, iris), done ? cash - units * each : cash, "hers");
        vm.assertEq(master.balanceOf(ringgit, address(market)), done ? (units - sold) * each : 0, "and held for the rest");
    }
}
