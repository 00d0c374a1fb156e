// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarket} from "../../src/interfaces/IMarket.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Certificate, Class, Role} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev Delivery versus payment: what is offered is encumbered, both legs move or neither.
contract TradingTest is Town {
    IMarket private market;
    uint256 private id;

    function setUp() public override {
        super.setUp();
        (, id) = _settled();
        market = _openMarket();
        vm.warp(block.timestamp + MORATORIUM);
        _deposit(iris, 1_000_000);
    }

    function _offerCall(uint256 certificate, uint256 units, uint256 price) private view returns (bytes memory) {
        return abi.encodeCall(IMarket.offer, (certificate, units, price, uint64(block.timestamp + 7 days)));
    }

    function _refuseTake(uint256 offer, uint256 units, uint256 price, bytes memory reason) private {
        _refuse(iris, address(market), ringgit, 1_000_000, abi.encodeCall(IMarket.take, (offer, units, price)), reason);
    }

    // -- opening

    function test_one_market_a_class_and_money_by_the_issuers_operator() external {
        bytes memory open = abi.encodeCall(IMarket.open, (shares, ringgit));
        bytes32 key = keccak256(abi.encode(shares, ringgit));
        _refuse(
            omar, marketTemplate, open, abi.encodeWithSelector(IMasterEvents.MasterClaimed.selector, key, address(market))
        );
        address olga = _admitStaffed(Role.Operator, "olga");
        bytes memory reason = abi.encodeWithSelector(IMarket.MarketNotTheIssuersOperator.selector, olga, omar);
        _refuse(olga, marketTemplate, open, reason);
        _do(ivan, ivan, abi.encodeWithSignature("addSigner(address,bytes32,bytes32)", vm.addr(_key("second")), 0, 0));
        _keysOf[ivan].push(_key("second"));
        _refuse(ivan, marketTemplate, open, abi.encodeWithSelector(IMarket.MarketNotAnOperator.selector, ivan));
        _refuse(omar, address(market), open, abi.encodeWithSelector(IMarket.MarketAlreadyOpen.selector));
        open = abi.encodeCall(IMarket.open, (ringgit, ringgit));
        _refuse(omar, marketTemplate, open, abi.encodeWithSelector(IMarket.MarketNotEquity.selector, ringgit));
        open = abi.encodeCall(IMarket.open, (shares, shares));
        _refuse(omar, marketTemplate, open, abi.encodeWithSelector(IMarket.MarketNotMoney.selector, shares));
    }

    function test_nobody_offers_where_no_market_is_open() external {
        bytes memory reason = abi.encodeWithSelector(IMarket.MarketNotOpen.selector);
        _refuse(ivan, marketTemplate, shares, 1, _offerCall(id, 1, 1), reason);
    }

    // -- offering

    function test_offers_that_are_none() external {
        bytes memory call = _offerCall(id, 10, 0);
        _refuse(ivan, address(market), shares, 10, call, abi.encodeWithSelector(IMarket.MarketPriceZero.selector));
        uint256 high = uint256(type(uint64).max) + 1;
        bytes memory reason = abi.encodeWithSelector(IMarket.MarketPriceTooHigh.selector, high);
        _refuse(ivan, address(market), shares, 10, _offerCall(id, 10, high), reason);
        _refuse(
            ivan, address(market), shares, 10, _offerCall(id, 0, 1),
            abi.encodeWithSelector(IMasterEvents.MasterAmountZero.selector)
        );
        reason = abi.encodeWithSelector(IMasterEvents.MasterUnitsTooFew.selector, id, 1_500, 1_501);
        _refuse(ivan, address(market), shares, 2_000, _offerCall(id, 1_501, 1), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterNotTheOwner.selector, id, ivan, iris);
        _refuse(iris, address(market), shares, 10, _offerCall(id, 10, 1), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterNoSuchCertificate.selector, shares, 99);
        _refuse(ivan, address(market), shares, 10, _offerCall(99, 10, 1), reason);
        call = abi.encodeCall(IMarket.offer, (id, 10, 1, uint64(block.timestamp)));
        reason = abi.encodeWithSelector(IMarket.MarketExpiryPassed.selector, block.timestamp, block.timestamp);
        _refuse(ivan, address(market), shares, 10, call, reason);
        reason = abi.encodeWithSelector(IMarket.MarketNotAnInvestor.selector, ida);
        _refuse(ida, address(market), shares, 10, _offerCall(id, 10, 1), reason);
    }

    function test_mandate_binds_the_offer() external {
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, 10, 9);
        _refuse(ivan, address(market), shares, 9, _offerCall(id, 10, 1), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterOtherAsset.selector, ringgit, shares);
        _refuse(ivan, address(market), ringgit, 10, _offerCall(id, 10, 1), reason);
    }

    function test_moratorium_is_respected() external {
        uint256 until = master.certificateOf(shares, id).lockedUntil;
        vm.warp(until - 1);
        bytes memory reason = abi.encodeWithSignature("EquityLocked(uint256,uint64)", id, until);
        _refuse(ivan, address(market), shares, 10, _offerCall(id, 10, 1), reason);
        vm.warp(until);
        _offer(ivan, market, id, 10, 1);
    }

    function test_offered_certificate_stays_and_cannot_leave() external {
        _setRule("equity-transfers", 0, 1);
        _offer(ivan, market, id, 100, 300);
        vm.assertEq(master.certificateOf(shares, id).owner, ivan, "it earns and votes for him meanwhile");
        bytes memory call = abi.encodeWithSignature("transferFrom(address,address,uint256)", ivan, iris, id);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterEncumbered.selector, id, address(market));
        _refuse(ivan, shares, shares, 1_500, call, reason);
        _refuse(ivan, address(market), shares, 1, _offerCall(id, 1, 1), reason);
    }

    // -- taking

    function test_takes_that_are_none() external {
        _offer(ivan, market, id, 100, 300);
        _refuseTake(9, 1, 300, abi.encodeWithSelector(IMarket.MarketNoSuchOffer.selector, 9));
        _refuseTake(1, 1, 299, abi.encodeWithSelector(IMarket.MarketOtherPrice.selector, 1, 300, 299));
        _refuseTake(1, 0, 300, abi.encodeWithSelector(IMarket.MarketUnitsZero.selector));
        _refuseTake(1, 101, 300, abi.encodeWithSelector(IMarket.MarketUnitsLeft.selector, 1, 100, 101));
        bytes memory call = abi.encodeCall(IMarket.take, (1, 10, 300));
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, 3_000, 2_999);
        _refuse(iris, address(market), ringgit, 2_999, call, reason);
    }

    function test_expired_offer_is_taken_no_more() external {
        _offer(ivan, market, id, 100, 300);
        uint256 expiresAt = market.offerOf(1).expiresAt;
        vm.expectRevert(abi.encodeWithSelector(IMarket.MarketOfferNotExpired.selector, 1, expiresAt));
        market.expire(1);
        vm.warp(expiresAt + 1);
        _refuseTake(1, 10, 300, abi.encodeWithSelector(IMarket.MarketOfferExpired.selector, 1, expiresAt));
        market.expire(1);
        vm.assertEq(master.certificateOf(shares, id).heldBy, address(0), "free");
        _refuseTake(1, 10, 300, abi.encodeWithSelector(IMarket.MarketNoSuchOffer.selector, 1));
    }

    function test_nobody_trades_with_himself() external {
        address olga = _admitStaffed(Role.Operator, "olga");
        _link(tan, olga);
        address again = _admitPerson(olga, Role.Investor, "ivan too", tan, Class.Retail, keccak256("ivan"));
        _deposit(again, 300);
        _offer(ivan, market, id, 100, 300);
        bytes memory reason = abi.encodeWithSelector(IMarket.MarketSelfTrade.selector, keccak256("ivan"));
        _refuse(again, address(market), ringgit, 300, abi.encodeCall(IMarket.take, (1, 1, 300)), reason);
    }

    function test_unpaid_means_undelivered() external {
        _offer(ivan, market, id, 1_000, 2_000);
        bytes memory reason =
            abi.encodeWithSelector(IMasterEvents.MasterBalanceTooLow.selector, ringgit, iris, 1_000_000, 2_000_000);
        bytes memory call = abi.encodeCall(IMarket.take, (1, 1_000, 2_000));
        _refuse(iris, address(market), ringgit, 2_000_000, call, reason);
        vm.assertEq(master.holdingOf(shares, iris).units, 500, "neither leg");
        vm.assertEq(market.offerOf(1).units, 1_000, "the offer stands");
    }

    function test_only_the_seller_cancels() external {
        _offer(ivan, market, id, 100, 300);
        bytes memory cancel = abi.encodeCall(IMarket.cancelOffer, (1));
        _refuse(iris, address(market), cancel, abi.encodeWithSelector(IMarket.MarketNotYourOffer.selector, 1, ivan));
        _do(ivan, address(market), cancel);
        vm.assertEq(master.certificateOf(shares, id).heldBy, address(0), "free");
        _refuseTake(1, 1, 300, abi.encodeWithSelector(IMarket.MarketNoSuchOffer.selector, 1));
    }

    // -- as it should be

    function test_part_is_split_off_and_the_remainder_keeps_its_id() external {
        _offer(ivan, market, id, 100, 300);
        _take(iris, market, 1, 40, 300);
        Certificate memory remainder = master.certificateOf(shares, id);
        vm.assertEq(remainder.owner, ivan, "keeps its id and owner");
        vm.assertEq(remainder.units, 1_460, "less the part");
        vm.assertEq(remainder.heldUnits, 60, "the rest of the offer is still held");
        Certificate memory part = master.certificateOf(shares, 4);
        vm.assertEq(part.owner, iris, "the part is hers");
        vm.assertEq(part.units, 40, "40 units");
        vm.assertEq(part.parent, id, "and knows where it came from");
        vm.assertEq(part.lockedUntil, remainder.lockedUntil, "R19 is inherited");
        vm.assertEq(market.offerOf(1).units, 60, "60 are left");
        _take(iris, market, 1, 60, 300);
        vm.assertEq(master.certificateOf(shares, id).heldBy, address(0), "all of it taken: free again");
    }

    function test_whole_moves_with_its_id() external {
        _offer(ivan, market, id, 1_500, 10);
        uint256 before = master.balanceOf(ringgit, ivan);
        _take(iris, market, 1, 1_500, 10);
        vm.assertEq(master.certificateOf(shares, id).owner, iris, "the certificate itself");
        vm.assertEq(master.balanceOf(ringgit, ivan), before + 15_000, "paid");
        vm.assertEq(master.holdingOf(shares, ivan).certificates, 0, "he has none");
        vm.assertEq(master.balanceOf(ringgit, address(market)), 0, "nothing stays in between");
    }

    function testFuzz_both_legs_or_neither(uint16 units, uint16 price) external {
        _offer(ivan, market, id, 1_000, uint256(price) + 1);
        uint256 money = master.balanceOf(ringgit, ivan) + master.balanceOf(ringgit, iris);
        uint256 had = master.holdingOf(shares, iris).units;
        uint256 cash = master.balanceOf(ringgit, iris);
        bytes memory call = abi.encodeCall(IMarket.take, (1, units, uint256(price) + 1));
        (Outcome outcome,,) = _try(iris, address(market), ringgit, type(uint256).max, call);
        bool done = outcome == Outcome.Performed;
        uint256 cost = uint256(units) * (uint256(price) + 1);
        vm.assertTrue(done == (units != 0 && units <= 1_000 && cost <= cash), "performed exactly when it can be");
        vm.assertEq(master.holdingOf(shares, iris).units, done ? had + units : had, "units");
        vm.assertEq(master.balanceOf(ringgit, iris), done ? cash - cost : cash, "money");
        vm.assertEq(master.balanceOf(ringgit, ivan) + master.balanceOf(ringgit, iris), money, "only moved");
    }
}
