// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IDividend} from "../../src/interfaces/IDividend.sol";
import {Class, Role} from "../../src/libraries/Types.sol";
import {ActionTown} from "../ActionTown.sol";

/// @dev A dividend from its declaration to its end: who had units at the record date is paid, once, to the sen.
contract DividendsTest is ActionTown {
    // -- what is refused

    function test_who_may_declare_and_what() external {
        bytes memory reason = abi.encodeWithSelector(IDividend.DividendNotYourClass.selector, shares, omar);
        _refuse(omar, dividendTemplate, _declareCall(RATE), reason);
        _refuse(ida, dividendTemplate, _declareCall(0), abi.encodeWithSelector(IDividend.DividendNothingToPay.selector, 0, 2_000));
        (uint64 record, uint64 payment) = (recordAt, payableAt);
        payableAt = record - 1;
        reason = abi.encodeWithSelector(IDividend.DividendBadDates.selector, record, payableAt, block.timestamp);
        _refuse(ida, dividendTemplate, _declareCall(RATE), reason);
        (recordAt, payableAt) = (uint64(block.timestamp + 91 days), uint64(block.timestamp + 91 days));
        reason = abi.encodeWithSelector(IDividend.DividendBadDates.selector, recordAt, payableAt, block.timestamp);
        _refuse(ida, dividendTemplate, _declareCall(RATE), reason);
        (recordAt, payableAt) = (record, payment);
        bytes memory call =
            abi.encodeCall(IDividend.declare, (shares, shares, RATE, recordAt, payableAt, bytes32("Final")));
        _refuse(ida, dividendTemplate, call, abi.encodeWithSelector(IDividend.DividendNotMoney.selector, shares));
        IDividend dividend = _declare(RATE);
        reason = abi.encodeWithSelector(
            IDividend.DividendOutOfState.selector, IDividend.State.Declared, IDividend.State.None
        );
        _refuse(ida, address(dividend), _declareCall(RATE), reason);
    }

    function test_nobody_is_paid_too_early_or_too_little() external {
        IDividend dividend = _declare(RATE);
        vm.warp(recordAt + 1);
        vm.expectRevert(abi.encodeWithSelector(IDividend.DividendTooEarly.selector, payableAt, block.timestamp));
        dividend.pay(_holders());
        vm.warp(payableAt);
        vm.expectRevert(abi.encodeWithSelector(IDividend.DividendShort.selector, DUE));
        dividend.pay(_holders());
        _fund(dividend);
        bytes memory again = abi.encodeWithSelector(IDividend.DividendFundedAlready.selector);
        _refuse(ida, address(dividend), ringgit, DUE, abi.encodeCall(IDividend.fund, ()), again);
        bytes memory reason = abi.encodeWithSelector(IDividend.DividendNotTheIssuer.selector, ivan, ida);
        _refuse(ivan, address(dividend), abi.encodeCall(IDividend.fund, ()), reason);
    }

    // -- paid

    function test_who_held_at_the_record_date_is_paid_in_any_batches() external {
        IDividend dividend = _declare(RATE);
        _fund(dividend);
        vm.assertEq(master.balanceOf(ringgit, address(dividend)), DUE, "all that is needed, and no more");
        vm.warp(payableAt);
        address[] memory first = new address[](3);
        (first[0], first[1], first[2]) = (iris, iris, sam);
        dividend.pay(first);
        vm.assertEq(master.balanceOf(ringgit, iris), 500 * RATE / 100, "once, whoever else is named");
        vm.assertTrue(dividend.state() == IDividend.State.Paying, "somebody is left");
        uint256 before = master.balanceOf(ringgit, ida);
        dividend.pay(_holders());
        vm.assertEq(master.balanceOf(ringgit, ivan), 1_500 * RATE / 100, "an offered or sold unit earns who held it then");
        vm.assertTrue(dividend.state() == IDividend.State.Ended, "nobody is left");
        vm.assertEq(master.balanceOf(ringgit, ida), before, "nothing was left over");
    }

    function test_a_sale_after_the_record_date_changes_nothing() external {
        vm.warp(block.timestamp + MORATORIUM);
        (recordAt, payableAt) = (uint64(block.timestamp), uint64(block.timestamp));
        IDividend dividend = _declare(RATE);
        _fund(dividend);
        vm.warp(recordAt + 1);
        _setRule("equity-transfers", 0, 1);
        bytes memory move = abi.encodeWithSignature("transferFrom(address,address,uint256)", ivan, omar, 2);
        _do(ivan, shares, shares, 1_500, move);
        dividend.pay(_holders());
        vm.assertEq(master.balanceOf(ringgit, ivan), 1_500 * RATE / 100, "held at the record date");
        vm.assertTrue(dividend.state() == IDividend.State.Ended, "and that was all");
    }

    function test_the_trustee_may_mint_what_is_missing_and_nothing_else() external {
        IDividend dividend = _declare(RATE);
        bytes memory more = abi.encodeWithSignature("MoneyNotAwaited(address,address,uint256,uint256)", ringgit, dividend, DUE + 1, DUE);
        _refuse(tan, tan, _mintCall(address(dividend), DUE + 1, "bank"), more);
        _do(tan, tan, _mintCall(address(dividend), DUE, "bank"));
        vm.assertEq(dividend.awaited(), 0, "funded from the bank");
        vm.warp(payableAt);
        dividend.pay(_holders());
        vm.assertEq(master.balanceOf(ringgit, iris), 500 * RATE / 100, "paid");
        more = abi.encodeWithSignature("MoneyNotAwaited(address,address,uint256,uint256)", ringgit, dividend, DUE, 0);
        _refuse(tan, tan, _mintCall(address(dividend), DUE, "other"), more);
    }

    function test_what_rounding_leaves_goes_back_to_the_issuer() external {
        IDividend dividend = _declare(1);
        vm.assertEq(dividend.awaited(), 20, "2,000 units at a hundredth of a sen");
        uint256 before = master.balanceOf(ringgit, ida);
        _fund(dividend);
        vm.warp(payableAt);
        dividend.pay(_holders());
        vm.assertEq(master.balanceOf(ringgit, ivan) + master.balanceOf(ringgit, iris), 20, "15 and 5");
        vm.assertEq(master.balanceOf(ringgit, ida), before - 20, "nothing left over here");
        (recordAt, payableAt) = (uint64(block.timestamp), uint64(block.timestamp));
        _do(ivan, shares, abi.encodeWithSignature("split(uint256,uint256)", 2, 1));
        _setRule("equity-transfers", 0, 1);
        vm.warp(block.timestamp + MORATORIUM);
        (recordAt, payableAt) = (uint64(block.timestamp), uint64(block.timestamp));
        bytes memory move = abi.encodeWithSignature("transferFrom(address,address,uint256)", ivan, omar, 4);
        _do(ivan, shares, shares, 1, move);
        dividend = _declare(199);
        _fund(dividend);
        vm.warp(recordAt + 1);
        address[] memory all = new address[](3);
        (all[0], all[1], all[2]) = (ivan, iris, omar);
        before = master.balanceOf(ringgit, ida);
        dividend.pay(all);
        vm.assertEq(master.balanceOf(ringgit, omar), 1 + _feeOf(), "1.99 sen are one sen");
        vm.assertEq(master.balanceOf(ringgit, ida) - before, 3_980 - 2_983 - 995 - 1, "the rest of the roundings");
    }

    /// @dev What Omar has of the campaign that settled.
    function _feeOf() private pure returns (uint256) {
        return 2_000 * PRICE * 7 / 100;
    }

    // -- who is frozen, and who never comes

    function test_a_frozen_holders_due_is_held() external {
        IDividend dividend = _declare(RATE);
        _fund(dividend);
        vm.warp(payableAt);
        _freeze(ivan);
        dividend.pay(_holders());
        vm.assertTrue(dividend.state() == IDividend.State.Ended, "he holds up nobody");
        vm.assertEq(dividend.dueTo(ivan), 1_500 * RATE / 100, "his due waits");
        vm.expectRevert();
        dividend.collect(ivan);
        vm.warp(block.timestamp + 31 days);
        dividend.collect(ivan);
        vm.assertEq(master.balanceOf(ringgit, ivan), 1_500 * RATE / 100, "anybody may push it to him");
        vm.expectRevert(abi.encodeWithSelector(IDividend.DividendNothingHeld.selector, ivan));
        dividend.collect(ivan);
    }

    function test_an_order_of_the_regulator_reaches_a_due() external {
        IDividend dividend = _declare(RATE);
        _fund(dividend);
        vm.warp(payableAt);
        dividend.pay(_only(iris));
        uint256 due = 1_500 * RATE / 100;
        bytes memory order = abi.encodeWithSignature(
            "order(address,address,address,uint256,address,bytes32)", ringgit, ivan, omar, due, dividend, bytes32("court")
        );
        _do(rania, rania, order);
        vm.warp(block.timestamp + 7 days);
        uint256 before = master.balanceOf(ringgit, omar);
        master.executeOrder(1);
        vm.assertEq(master.balanceOf(ringgit, omar) - before, due, "his due, and no more");
        dividend.pay(_holders());
        vm.assertEq(master.balanceOf(ringgit, ivan), 0, "nobody is paid twice");
    }

    function test_what_nobody_asked_for_goes_back_after_a_year() external {
        IDividend dividend = _declare(RATE);
        _fund(dividend);
        vm.warp(payableAt);
        dividend.pay(_only(iris));
        uint256 before = master.balanceOf(ringgit, ida);
        vm.expectRevert(abi.encodeWithSelector(IDividend.DividendTooEarly.selector, payableAt + 365 days, block.timestamp));
        dividend.finish();
        vm.warp(payableAt + 365 days);
        dividend.finish();
        vm.assertEq(master.balanceOf(ringgit, ida) - before, 1_500 * RATE / 100, "back with the issuer");
    }

    // -- what does not come to be

    function test_a_dividend_is_cancelled_until_its_record_date() external {
        uint256 before = master.balanceOf(ringgit, ida);
        IDividend dividend = _declare(RATE);
        _fund(dividend);
        bytes memory cancel = abi.encodeCall(IDividend.cancel, (bytes32("mistake")));
        bytes memory reason = abi.encodeWithSelector(IDividend.DividendNotTheIssuer.selector, omar, ida);
        _refuse(omar, address(dividend), cancel, reason);
        _do(ida, address(dividend), cancel);
        vm.assertEq(master.balanceOf(ringgit, ida), before, "all of it is back");
        vm.warp(recordAt + 1);
        (recordAt, payableAt) = (uint64(block.timestamp), uint64(block.timestamp));
        dividend = _declare(RATE);
        vm.warp(recordAt + 1);
        _refuse(ida, address(dividend), cancel, abi.encodeWithSelector(IDividend.DividendTooLate.selector, recordAt, block.timestamp));
    }

    function test_what_is_not_funded_lapses() external {
        IDividend dividend = _declare(RATE);
        vm.expectRevert(abi.encodeWithSelector(IDividend.DividendNotLapsed.selector));
        dividend.lapse();
        vm.warp(payableAt + 30 days);
        dividend.lapse();
        vm.assertTrue(dividend.state() == IDividend.State.Lapsed, "void");
    }

    function test_a_conversion_before_the_payment_voids_it() external {
        bytes memory ask = abi.encodeWithSignature("askConversion(address,uint64,uint64)", shares, 2, 1);
        bytes memory confirm = abi.encodeWithSignature("confirmConversion(address,uint64,uint64)", shares, 2, 1);
        _do(ida, ida, ask);
        vm.warp(block.timestamp + 7 days);
        (recordAt, payableAt) = (uint64(block.timestamp), uint64(block.timestamp + 9 days));
        IDividend dividend = _declare(RATE);
        _fund(dividend);
        vm.warp(recordAt + 1);
        _do(tan, tan, confirm);
        vm.warp(payableAt);
        vm.expectRevert(abi.encodeWithSelector(IDividend.DividendConverted.selector));
        dividend.pay(_holders());
        uint256 before = master.balanceOf(ringgit, ida);
        dividend.lapse();
        vm.assertEq(master.balanceOf(ringgit, ida) - before, DUE, "and the money is back");
    }

    function test_units_of_a_campaign_earn_nothing() external {
        vm.warp(block.timestamp + 1 days);
        address campaign = address(_live());
        (recordAt, payableAt) = (uint64(block.timestamp), uint64(block.timestamp));
        IDividend dividend = _declare(RATE);
        vm.assertEq(dividend.awaited(), 6_000 * RATE / 100, "the campaign's units could become somebody's before the record date");
        _fund(dividend);
        vm.warp(recordAt + 1);
        dividend.pay(_holders());
        dividend.pay(_only(campaign));
        vm.assertTrue(dividend.state() == IDividend.State.Paying, "it waits for who might still come");
        vm.assertEq(master.balanceOf(ringgit, campaign), 0, "an instance is nobody");
    }
}
