// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IReserves} from "../../src/interfaces/IReserves.sol";
import {IRulebook} from "../../src/interfaces/IRulebook.sol";
import {Role} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev Promise 1, for what backs money: no supply grows beyond what its trustee's bank last said, nor on an old word of it.
contract ReservesTest is Town {
    uint256 private today;

    function setUp() public override {
        super.setUp();
        _setRule("reserve", 0, 1);
        today = _today();
    }

    function _today() private view returns (uint256) {
        return (block.timestamp + 8 hours) / 1 days;
    }

    function _postCall(uint256 balance, uint256 day) private pure returns (bytes memory) {
        return abi.encodeCall(IReserves.postReserve, (balance, day));
    }

    function _post(uint256 balance, uint256 day) private {
        _do(tan, master.running("money"), _postCall(balance, day));
    }

    function _above(uint256 supply, uint256 amount, uint256 balance) private view returns (bytes memory) {
        return abi.encodeWithSelector(IReserves.MoneyAboveReserve.selector, tan, supply, amount, balance);
    }

    /// @dev The midnight in Kuala Lumpur that ends `day`.
    function _endOf(uint256 day) private pure returns (uint64) {
        return uint64((day + 1) * 1 days - 8 hours);
    }

    function _stale(uint256 day, uint64 until) private view returns (bytes memory) {
        return abi.encodeWithSelector(IReserves.MoneyReserveStale.selector, tan, day, until);
    }

    // -- refusals

    function test_nothing_is_minted_before_the_bank_has_spoken() external {
        uint64 until = IRulebook(rulebook).endOfBusinessDay(0, 1);
        _refuse(tan, tan, _mintCall(ivan, 1, "r"), _stale(0, until));
    }

    function test_nothing_is_minted_beyond_the_balance() external {
        _post(1_000, today);
        _refuse(tan, tan, _mintCall(ivan, 1_001, "r"), _above(0, 1_001, 1_000));
        _deposit(ivan, 600);
        _refuse(tan, tan, _mintCall(iris, 401, "r"), _above(600, 401, 1_000));
        _deposit(iris, 400);
        _refuse(tan, tan, _mintCall(iris, 1, "r"), _above(1_000, 1, 1_000));
    }

    function test_a_reserve_is_posted_by_a_trustee_of_a_day_that_came() external {
        _refuse(omar, money, _postCall(1, today), abi.encodeWithSelector(IReserves.MoneyOnlyTrustee.selector, omar));
        bytes4 another = IReserves.MoneyReserveOfAnotherDay.selector;
        _refuse(tan, money, _postCall(1, today + 1), abi.encodeWithSelector(another, today + 1, 0, today));
        _post(1, today);
        _refuse(tan, money, _postCall(1, today - 1), abi.encodeWithSelector(another, today - 1, today, today));
        uint256 huge = uint256(type(uint96).max) + 1;
        _refuse(tan, money, _postCall(huge, today), abi.encodeWithSelector(IReserves.MoneyReserveTooLarge.selector, huge));
    }

    function test_one_trustees_bank_backs_no_other() external {
        address tess = _admitStaffed(Role.Trustee, "tess");
        _link(tess, omar);
        _post(1_000, today);
        bytes memory reason = abi.encodeWithSelector(
            IReserves.MoneyReserveStale.selector, tess, 0, IRulebook(rulebook).endOfBusinessDay(0, 1)
        );
        _refuse(tess, tess, _mintCall(ivan, 1, "r"), reason);
    }

    // -- its age

    function test_it_counts_to_the_end_of_the_next_business_day() external {
        _post(1_000, today);
        uint64 until = IRulebook(rulebook).endOfBusinessDay(today, 1);
        vm.warp(until - 1);
        _deposit(ivan, 1);
        vm.warp(until);
        _refuse(tan, tan, _mintCall(ivan, 1, "r"), _stale(today, until));
        _post(1_000, _today());
        _deposit(ivan, 1);
    }

    function test_of_a_friday_it_counts_to_the_end_of_monday() external {
        uint256 friday = today;
        while ((friday + 3) % 7 != 4) ++friday;
        vm.warp(_endOf(friday) - 1);
        _post(1_000, friday);
        vm.warp(_endOf(friday + 3) - 1);
        _deposit(ivan, 1);
        vm.warp(_endOf(friday + 3));
        _refuse(tan, tan, _mintCall(ivan, 1, "r"), _stale(friday, _endOf(friday + 3)));
    }

    // -- what it never stops

    function test_exits_need_no_reserve() external {
        _post(5_000_000, today);
        ICampaign campaign = _live();
        _deposit(ivan, 20 * PRICE);
        _pledge(ivan, campaign, 20);
        vm.warp(block.timestamp + 20 days);
        _withdrawPledge(ivan, campaign);
        _do(ivan, ivan, _withdrawalCall(ringgit, 20 * PRICE));
        _do(tan, tan, abi.encodeWithSignature("burn(uint256,bytes32)", 1, bytes32("paid")));
        vm.assertEq(master.faceOf(ringgit).supply, 0, "burned on an old word of the bank");
    }

    function test_without_the_figure_none_is_asked_for() external {
        _setRule("reserve", 0, 0);
        _deposit(ivan, 1);
    }

    function test_a_second_version_of_money_knows_what_was_posted() external {
        _post(1_000, today);
        address second = vm.deployCode("MoneyFactoryV2.sol:MoneyFactoryV2", abi.encode(master));
        _setRule("reserve", 0, 30);
        _replace("money", second, false, tan);
        _deposit(ivan, 1_000);
        _refuse(tan, tan, _mintCall(ivan, 1, "r"), _above(1_000, 1, 1_000));
        _post(1_001, _today());
        _deposit(ivan, 1);
    }

    function testFuzz_the_supply_never_passes_the_balance(uint96 balance, uint56[6] memory amounts) external {
        _post(balance, today);
        uint256 supply;
        for (uint256 i; i < amounts.length; ++i) {
            if (amounts[i] == 0) continue;
            if (supply + amounts[i] > balance) {
                _refuse(tan, tan, _mintCall(ivan, amounts[i], keccak256(abi.encode(i))), _above(supply, amounts[i], balance));
            } else {
                _deposit(ivan, amounts[i]);
                supply += amounts[i];
            }
        }
        vm.assertEq(master.faceOf(ringgit).supply, supply, "what the bank had");
    }
}
