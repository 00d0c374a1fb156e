// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IDividend} from "../../src/interfaces/IDividend.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Class, Role} from "../../src/libraries/Types.sol";
import {ISukuk} from "../../src/sukuk/ISukuk.sol";
import {ISukukPayments} from "../../src/sukuk/ISukukPayments.sol";
import {Town} from "../Town.sol";

/// @dev A sukuk from the same kernel: two other templates, announced and activated as any change; placed with professionals,
/// its profit paid when it falls due, its principal at maturity, its certificates gone. 250 sen a unit at 6 %, half a year, two payments.
contract SukukTest is Town {
    uint64 private constant RATE = 60_000;
    uint8 private constant PAYMENTS = 2;
    uint64 private constant LIFE = 180 days;
    address private payment;
    ICampaign private campaign;

    function setUp() public override {
        super.setUp();
        address placement = vm.deployCode("CampaignOfSukuk.sol:CampaignOfSukuk", abi.encode(master));
        payment = vm.deployCode("DividendOfSukuk.sol:DividendOfSukuk", abi.encode(master));
        _replace("campaign", placement, true, omar);
        _replace("dividend", payment, true, omar);
        campaignTemplate = placement;
        campaign = _propose(ida, shares);
    }

    function _payments() private view returns (ISukukPayments) {
        return ISukukPayments(payment);
    }

    function _dueAt(uint8 number) private view returns (uint64) {
        return _payments().dueAt(address(campaign), number);
    }

    function _maturity() private view returns (uint64) {
        return campaign.terms().closesAt + LIFE;
    }

    function _termsCall(uint64 rate, uint64 maturesAt, uint8 payments) private pure returns (bytes memory) {
        return abi.encodeCall(ISukuk.setSukuk, (rate, maturesAt, payments));
    }

    /// @dev Ivan has 1,500 units and Iris 500.
    function _placed() private {
        _do(ida, address(campaign), _termsCall(RATE, _maturity(), PAYMENTS));
        _approve(omar, campaign);
        _mintUnits(shares, address(campaign), MAXIMUM);
        vm.warp(campaign.terms().opensAt);
        _depositAndPledge(ivan, campaign, 1_500);
        _depositAndPledge(iris, campaign, 500);
        _coolOff(campaign);
        campaign.settle(10);
    }

    function _declareCall(uint8 number) private view returns (bytes memory) {
        return abi.encodeCall(ISukukPayments.declareSukuk, (address(campaign), number));
    }

    function _declared(uint8 number) private returns (IDividend) {
        return IDividend(_addressIn(_do(ida, payment, _declareCall(number)), IMasterEvents.Opened.selector, 1));
    }

    function _pay(uint8 number) private {
        IDividend due = _declared(number);
        uint256 amount = due.awaited();
        _do(ida, address(due), ringgit, amount, abi.encodeCall(IDividend.fund, ()));
        vm.warp(_dueAt(number) + 1);
        address[] memory holders = new address[](2);
        (holders[0], holders[1]) = (ivan, iris);
        due.pay(holders);
        vm.assertTrue(due.state() == IDividend.State.Ended, "everybody is paid");
    }

    // -- refusals

    function test_terms_that_are_none() external {
        uint64 close = campaign.terms().closesAt;
        uint64[3] memory rates = [0, 500_001, RATE];
        for (uint256 i; i < 3; ++i) {
            uint64 maturesAt = i == 2 ? close + 30 days - 1 : close + 365 days;
            bytes memory reason = abi.encodeWithSelector(ISukuk.SukukBadTerms.selector, rates[i], maturesAt, PAYMENTS);
            _refuse(ida, address(campaign), _termsCall(rates[i], maturesAt, PAYMENTS), reason);
        }
        bytes memory actor = abi.encodeWithSelector(ICampaign.CampaignWrongActor.selector, ivan, ida);
        _refuse(ivan, address(campaign), _termsCall(RATE, close + 365 days, 1), actor);
    }

    function test_nothing_is_approved_without_terms_nor_with_others_than_were_seen() external {
        _refuse(omar, address(campaign), _approveCall(campaign), abi.encodeWithSelector(ISukuk.SukukTermsMissing.selector));
        _do(ida, address(campaign), _termsCall(RATE, _maturity(), PAYMENTS));
        bytes memory seen = _approveCall(campaign);
        bytes32 documents = campaign.documents();
        _do(ida, address(campaign), _termsCall(RATE - 1, _maturity(), PAYMENTS));
        bytes memory reason =
            abi.encodeWithSelector(ICampaign.CampaignOtherDocuments.selector, documents, campaign.documents());
        _refuse(omar, address(campaign), seen, reason);
    }

    function test_no_retail_investor_and_no_terms_after_the_approval() external {
        address rita = _admitClient(omar, Role.Investor, "rita", tan, Class.Retail);
        _do(ida, address(campaign), _termsCall(RATE, _maturity(), PAYMENTS));
        _approve(omar, campaign);
        bytes memory reason =
            abi.encodeWithSelector(ICampaign.CampaignOutOfState.selector, ICampaign.State.Approved, ICampaign.State.Proposed);
        _refuse(ida, address(campaign), _termsCall(RATE, _maturity(), 1), reason);
        _mintUnits(shares, address(campaign), MAXIMUM);
        vm.warp(campaign.terms().opensAt);
        _deposit(rita, 10 * PRICE);
        reason = abi.encodeWithSelector(ISukuk.SukukForProfessionals.selector, rita);
        _refuse(rita, address(campaign), ringgit, 10 * PRICE, _pledgeCall(10, 10), reason);
    }

    function test_payments_only_of_what_is_placed_by_its_issuer_and_of_numbers_there_are() external {
        bytes memory reason = abi.encodeWithSelector(ISukukPayments.SukukNotPlaced.selector, address(campaign));
        _refuse(ida, payment, _declareCall(1), reason);
        _placed();
        _refuse(ida, payment, _declareCall(0), abi.encodeWithSelector(ISukukPayments.SukukNoSuchPayment.selector, 0, PAYMENTS));
        _refuse(ida, payment, _declareCall(4), abi.encodeWithSelector(ISukukPayments.SukukNoSuchPayment.selector, 4, PAYMENTS));
        reason = abi.encodeWithSelector(IDividend.DividendNotYourClass.selector, shares, ivan);
        _refuse(ivan, payment, _declareCall(1), reason);
    }

    // -- as it should be

    function test_a_sukuk_to_its_end() external {
        _placed();
        vm.assertEq(_payments().perUnit(address(campaign), 1), 369, "3.69 sen: 6 % of 250 for 90 days of 365");
        vm.assertEq(_payments().perUnit(address(campaign), 3), 25_000, "the principal");
        uint256 before = master.balanceOf(ringgit, ivan);
        for (uint8 number = 1; number <= PAYMENTS; ++number) {
            uint64 soon = _dueAt(number) - 10 days;
            if (block.timestamp < soon) vm.warp(soon);
            _pay(number);
        }
        vm.assertEq(master.balanceOf(ringgit, ivan), before + 2 * 5_535, "1,500 units at 3.69 sen, twice");
        _do(tan, tan, _mintCall(ivan, 1, "for the sum"));
        _redeem();
        vm.assertEq(master.faceOf(shares).supply, 0, "no unit is left");
        vm.assertEq(master.balanceOf(ringgit, ivan), before + 11_070 + 375_000 + 1, "and the principal");
    }

    /// @dev The principal to who holds the units at the maturity; then the class is redeemed, by issuer and trustee.
    function _redeem() private {
        vm.warp(block.timestamp + 1);
        IDividend due = _declared(PAYMENTS + 1);
        uint256 short_ = due.awaited() - master.balanceOf(ringgit, ida);
        _depositInto(due, due.awaited());
        vm.assertGt(short_, 0, "the fee went to the operator: the issuer brings it back through its bank");
        vm.warp(block.timestamp + 1);
        address[] memory holders = new address[](2);
        (holders[0], holders[1]) = (ivan, iris);
        due.pay(holders);
        _do(ida, ida, abi.encodeWithSignature("askConversion(address,uint64,uint64)", shares, 0, 1));
        vm.warp(block.timestamp + 7 days);
        _do(tan, tan, abi.encodeWithSignature("confirmConversion(address,uint64,uint64)", shares, 0, 1));
        uint256[] memory ids = new uint256[](2);
        (ids[0], ids[1]) = (2, 3);
        master.convert(shares, ids);
    }

    function _depositInto(IDividend due, uint256 amount) private {
        _do(tan, tan, _mintCall(address(due), amount, keccak256("principal")));
    }
}
