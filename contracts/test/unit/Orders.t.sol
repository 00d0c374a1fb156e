// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBook, IBookCore} from "../../src/interfaces/IBook.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {IMasterOffice} from "../../src/interfaces/IMasterOffice.sol";
import {Push} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev ERC-7943's question, of money and of equity.
interface IFrozen {
    function getFrozenTokens(address account) external view returns (uint256);
    function getFrozenTokens(address account, uint256 id) external view returns (bool);
}

/// @dev Promise 2: an asset leaves a door without its act only by an order of the regulator, public and delayed.
contract OrdersTest is Town {
    uint256 private constant NOTICE = 7 days;
    uint256 private id;

    function setUp() public override {
        super.setUp();
        (, id) = _settled();
        _deposit(iris, 10_000);
    }

    function _orderCall(address face, address from, address to, uint256 value) private pure returns (bytes memory) {
        return abi.encodeWithSignature(
            "order(address,address,address,uint256,address,bytes32)", face, from, to, value, address(0), bytes32("court 7")
        );
    }

    function _order(address face, address from, address to, uint256 value) private returns (uint256 last) {
        _do(rania, rania, _orderCall(face, from, to, value));
        while (master.orderOf(last + 1).from != address(0)) ++last;
    }

    function test_only_the_regulator_orders() external {
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterWrongRole.selector, omar, 3, 1));
        vm.prank(omar);
        master.order(ringgit, iris, ivan, 1, address(0), "mine");
    }

    function test_what_cannot_be_ordered() external {
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.NotAParticipant.selector, sam);
        _refuse(rania, rania, _orderCall(ringgit, iris, sam, 1), reason);
        _refuse(rania, rania, _orderCall(ringgit, sam, iris, 1), reason);
        _refuse(rania, rania, _orderCall(ringgit, iris, ivan, 0), abi.encodeWithSelector(IMasterEvents.MasterAmountZero.selector));
        reason = abi.encodeWithSelector(IMasterEvents.MasterNotTheOwner.selector, id, ivan, iris);
        _refuse(rania, rania, _orderCall(shares, iris, ivan, id), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterNotAFace.selector, omar);
        _refuse(rania, rania, _orderCall(omar, iris, ivan, 1), reason);
        _order(shares, ivan, iris, id);
        reason = abi.encodeWithSelector(IMasterEvents.MasterOrdered.selector, shares, ivan, id);
        _refuse(rania, rania, _orderCall(shares, ivan, tan, id), reason);
    }

    function test_ordered_money_is_frozen_and_goes_once_after_the_notice() external {
        uint256 order = _order(ringgit, iris, ivan, 6_000);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterOrdered.selector, ringgit, iris, 6_000);
        _refuse(iris, iris, _withdrawalCall(ringgit, 4_001), reason);
        _do(iris, iris, _withdrawalCall(ringgit, 1_000));
        vm.assertEq(IFrozen(ringgit).getFrozenTokens(iris), 6_000, "ERC-7943 says so");

        uint256 earliest = master.orderOf(order).earliest;
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterTooEarly.selector, earliest, block.timestamp));
        master.executeOrder(order);
        vm.warp(earliest);
        uint256 before = master.balanceOf(ringgit, ivan);
        master.executeOrder(order);
        vm.assertEq(master.balanceOf(ringgit, ivan), before + 6_000, "it arrived");
        vm.assertEq(master.balanceOf(ringgit, iris), 3_000, "the rest stayed");
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterNoSuchOrder.selector, order));
        master.executeOrder(order);
        _do(iris, iris, _withdrawalCall(ringgit, 3_000));
    }

    function test_no_more_goes_than_is_there() external {
        _do(iris, iris, _withdrawalCall(ringgit, 9_000));
        uint256 order = _order(ringgit, iris, ivan, 6_000);
        vm.warp(block.timestamp + NOTICE);
        master.executeOrder(order);
        vm.assertEq(master.balanceOf(ringgit, iris), 0, "all that was left");
    }

    function test_two_orders_do_not_take_each_others_money() external {
        uint256 first = _order(ringgit, iris, ivan, 6_000);
        uint256 second = _order(ringgit, iris, ida, 4_000);
        vm.warp(block.timestamp + NOTICE);
        master.executeOrder(second);
        master.executeOrder(first);
        vm.assertEq(master.orderedOf(ringgit, iris), 0, "nothing is frozen any more");
        vm.assertEq(master.balanceOf(ringgit, iris), 0, "both were met");
    }

    function test_a_withdrawn_order_frees() external {
        uint256 order = _order(ringgit, iris, ivan, 6_000);
        _do(rania, rania, abi.encodeWithSignature("withdrawOrder(uint256,bytes32)", order, bytes32("appeal")));
        _do(iris, iris, _withdrawalCall(ringgit, 10_000));
        vm.warp(block.timestamp + NOTICE);
        vm.expectRevert();
        master.executeOrder(order);
    }

    function test_an_ordered_certificate_moves_out_of_the_book() external {
        IBook market = _openMarket();
        vm.warp(block.timestamp + MORATORIUM);
        _ask(ivan, market, id, 100, 300);
        uint256 units = master.certificateOf(shares, id).units;
        uint256 order = _order(shares, ivan, iris, id);
        vm.assertTrue(IFrozen(shares).getFrozenTokens(ivan, id), "ERC-7943 says so");
        _bid(iris, market, 10, 300);
        vm.assertEq(master.holdingOf(shares, iris).units, 500, "frozen at once: nobody buys it");

        vm.warp(block.timestamp + NOTICE);
        Push[] memory steps = new Push[](2);
        steps[0] = Push(address(master), 500_000, abi.encodeCall(IMasterOffice.executeOrder, (order)));
        steps[1] = Push(address(market), 500_000, abi.encodeCall(IBookCore.end, (1)));
        relay.push(steps);
        vm.assertEq(master.certificateOf(shares, id).owner, iris, "it is hers");
        vm.assertEq(master.certificateOf(shares, id).units, units, "whole");
        vm.assertEq(master.certificateOf(shares, id).heldBy, address(0), "and free");
        vm.assertEq(market.orderOf(1).owner, address(0), "his ask is over");
    }

    function test_an_old_ask_does_not_end_a_new_one() external {
        IBook market = _openMarket();
        vm.warp(block.timestamp + MORATORIUM);
        _ask(ivan, market, id, 100, 300);
        uint256 order = _order(shares, ivan, iris, id);
        vm.warp(block.timestamp + NOTICE);
        master.executeOrder(order);
        _ask(iris, market, id, 50, 300);
        _cancel(ivan, market, 1);
        vm.assertEq(master.certificateOf(shares, id).heldBy, address(market), "hers stands");
    }
}
