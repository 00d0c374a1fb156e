// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBookCore} from "../../src/interfaces/IBook.sol";
import {IBookEvents} from "../../src/interfaces/IBookEvents.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Role, Standing} from "../../src/libraries/Types.sol";
import {BookTown} from "../BookTown.sol";

/// @dev Negotiated trades: two parties, one price, both legs or neither.
contract BookDealsTest is BookTown {
    uint256 private constant AGREED = 1_234;
    address private ann;
    address private ben;

    function setUp() public override {
        super.setUp();
        (ann, ben) = (traders[0], traders[1]);
    }

    function _propose(uint256 units, address buyer) private returns (uint256) {
        bytes memory call = abi.encodeCall(IBookCore.negotiate, (certificateOf[ann], units, AGREED, buyer, _soon()));
        _go(ann, address(book), shares, units, call);
        return book.course().lastOrder;
    }

    function _acceptCall(uint256 deal) private pure returns (bytes memory) {
        return abi.encodeCall(IBookCore.accept, (deal, AGREED));
    }

    function _refuseAccept(address door, uint256 deal, bytes memory reason) private {
        _goes(door, address(book), ringgit, type(uint256).max, _acceptCall(deal), reason);
    }

    function test_deals_that_are_none() external {
        bytes memory call = abi.encodeCall(IBookCore.negotiate, (certificateOf[ann], 10, AGREED, ida, _soon()));
        _goes(ann, address(book), shares, 10, call, abi.encodeWithSelector(IBookEvents.BookNotAnInvestor.selector, ida));
        call = abi.encodeCall(IBookCore.negotiate, (certificateOf[ann], 10, 0, ben, _soon()));
        _goes(ann, address(book), shares, 10, call, abi.encodeWithSelector(IBookEvents.BookPriceOutOfRange.selector, 0));
    }

    function test_only_the_named_buyer_accepts_at_the_agreed_price() external {
        uint256 deal = _propose(100, ben);
        _refuseAccept(traders[2], deal, abi.encodeWithSelector(IBookEvents.BookNotYourDeal.selector, deal, ben));
        bytes memory call = abi.encodeCall(IBookCore.accept, (deal, AGREED - 1));
        bytes memory reason = abi.encodeWithSelector(IBookEvents.BookOtherPrice.selector, deal, AGREED, AGREED - 1);
        _goes(ben, address(book), ringgit, 1e9, call, reason);
        _refuseAccept(ben, 99, abi.encodeWithSelector(IBookEvents.BookNoSuchOrder.selector, 99));
        uint256 order = _bid(ann, 1, START);
        _refuseAccept(ben, order, abi.encodeWithSelector(IBookEvents.BookNotYourDeal.selector, order, address(0)));
    }

    function test_nobody_deals_with_himself() external {
        address again = _admitTrader(master.participant(ann).person);
        uint256 deal = _propose(100, again);
        bytes32 person = master.participant(ann).person;
        _refuseAccept(again, deal, abi.encodeWithSelector(IBookEvents.BookSelfTrade.selector, person));
    }

    function test_an_expired_suspended_or_ordered_sellers_deal_is_none() external {
        uint256 deal = _propose(100, ben);
        _stand(omar, ann, Standing.Suspended);
        _refuseAccept(ben, deal, abi.encodeWithSelector(IBookEvents.BookNotFit.selector, deal, bytes32("ineligible")));
        _stand(omar, ann, Standing.Active);
        vm.warp(block.timestamp + 7 days + 1);
        _refuseAccept(ben, deal, abi.encodeWithSelector(IBookEvents.BookNotFit.selector, deal, bytes32("expired")));
        book.end(deal);
        vm.assertEq(master.certificateOf(shares, certificateOf[ann]).heldBy, address(0), "free");
    }

    function test_the_mandate_covers_amount_and_fee() external {
        uint256 deal = _propose(100, ben);
        uint256 cost = 100 * AGREED + _feeOf(100 * AGREED);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, cost, cost - 1);
        _goes(ben, address(book), ringgit, cost - 1, _acceptCall(deal), reason);
    }

    function test_the_seller_takes_it_back() external {
        uint256 deal = _propose(100, ben);
        _cancel(ann, deal);
        vm.assertEq(master.certificateOf(shares, certificateOf[ann]).heldBy, address(0), "free");
        vm.assertEq(book.dealOf(deal).buyer, address(0), "gone");
    }

    function test_both_legs_at_once_at_any_hour_between_clients_of_two_operators() external {
        address olga = _admitStaffed(Role.Operator, "olga");
        _link(tan, olga);
        address cleo = _admitClient(olga, Role.Investor, "cleo", tan, master.participant(ann).class);
        _mint(cleo, CASH);
        _setRule("R21", 0, 200_000); // closed, and a narrow band
        uint256 deal = _propose(100, cleo);
        uint256 before = _cashOf(ann);
        uint256 amount = 100 * AGREED;
        uint256 fee = _feeOf(amount);
        _do(cleo, address(book), ringgit, amount + fee, _acceptCall(deal));
        vm.assertEq(_unitsOf(cleo), 100, "units");
        vm.assertEq(_cashOf(ann), before + amount - fee, "money");
        vm.assertEq(_cashOf(cleo), CASH - amount - fee, "to the sen");
        vm.assertEq(book.course().fees, 2 * fee, "R22, both sides");
        vm.assertEq(uint256(book.course().lastLevel) * TICK, START, "the book's last price is its own");
        bytes memory reason = abi.encodeWithSelector(IBookEvents.BookNoSuchOrder.selector, deal);
        _refuse(cleo, address(book), ringgit, 1e9, _acceptCall(deal), reason);
    }
}
