// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IBook} from "../../src/interfaces/IBook.sol";
import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IDoor} from "../../src/interfaces/IDoor.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Class, Role, Standing} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev Who may what, by status: frozen nothing, suspended and expired only what takes back.
contract StatusTest is Town {
    ICampaign private campaign;
    IBook private market;

    /// @dev Ivan has a pledge in a live campaign, an order in the book, and RM in hand.
    function setUp() public override {
        super.setUp();
        (ICampaign first, uint256 id) = _settled();
        first;
        vm.warp(block.timestamp + MORATORIUM);
        market = _openMarket();
        _ask(ivan, market, id, 100, 300);
        campaign = _live();
        _depositAndPledge(ivan, campaign, 10);
        _deposit(ivan, 100_000);
    }

    function _entriesRefused(address blamed) private {
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, ivan, blamed);
        _refuse(ivan, address(campaign), ringgit, 10 * PRICE, _pledgeCall(10, 10), reason);
        _refuse(ivan, address(market), shares, 5, _askCall(2, 5, 300), reason);
        _refuse(ivan, address(market), ringgit, 300, _bidCall(1, 300), reason);
        _refuse(ivan, ringgit, ringgit, 1, abi.encodeWithSignature("transfer(address,uint256)", iris, 1), reason);
        _refuse(ivan, ringgit, abi.encodeWithSignature("approve(address,uint256)", iris, 1), reason);
    }

    function _exitsWork() private {
        _withdrawPledge(ivan, campaign);
        _cancel(ivan, market, 1);
        _do(ivan, ivan, _withdrawalCall(ringgit, master.balanceOf(ringgit, ivan)));
    }

    function test_suspended_only_takes_back() external {
        _stand(omar, ivan, Standing.Suspended);
        _entriesRefused(ivan);
        _exitsWork();
    }

    function test_revoked_only_takes_back() external {
        _stand(omar, ivan, Standing.Revoked);
        _entriesRefused(ivan);
        _exitsWork();
    }

    function test_below_a_revoked_operator_only_takes_back() external {
        _stand(rania, omar, Standing.Revoked);
        _entriesRefused(omar);
        _exitsWork();
    }

    function test_expired_only_takes_back() external {
        _do(omar, omar, abi.encodeWithSignature("renew(address,uint8,uint64)", ivan, Class.Retail, uint64(block.timestamp + 1)));
        vm.warp(block.timestamp + 2);
        _entriesRefused(ivan);
        _exitsWork();
    }

    function test_frozen_does_nothing() external {
        _freeze(ivan);
        uint64 until = master.participant(ivan).frozenUntil;
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterFrozen.selector, ivan, until);
        _refuse(ivan, address(campaign), abi.encodeCall(ICampaign.withdrawPledge, ()), reason);
        _refuse(ivan, address(market), abi.encodeCall(market.cancel, (1)), reason);
        _refuse(ivan, ivan, _withdrawalCall(ringgit, 1), abi.encodeWithSelector(IDoor.DoorFrozen.selector));
        bytes memory call = abi.encodeWithSignature("addSigner(address,bytes32,bytes32)", sam, 0, 0);
        _refuse(ivan, ivan, call, abi.encodeWithSelector(IDoor.DoorFrozen.selector));
    }

    function test_nobody_trades_with_a_frozen_seller() external {
        _freeze(ivan);
        _deposit(iris, 300);
        _bid(iris, market, 1, 300);
        vm.assertEq(master.holdingOf(shares, iris).units, 500, "nothing was sold");
        vm.assertTrue(market.orderOf(1).parked, "his order lost its place");
        vm.assertEq(market.orderOf(1).units, 100, "and is his, whole");
    }

    function test_no_pledge_for_a_suspended_issuer() external {
        _stand(omar, ida, Standing.Suspended);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, ida, ida);
        _refuse(ivan, address(campaign), ringgit, 10 * PRICE, _pledgeCall(10, 10), reason);
    }

    function test_no_trade_at_a_suspended_operators_market() external {
        address olga = _admitStaffed(Role.Operator, "olga");
        _link(tan, olga);
        address nora = _admitClient(olga, Role.Investor, "nora", tan, Class.Retail);
        _deposit(nora, 300);
        _stand(rania, omar, Standing.Suspended);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, omar, omar);
        _refuse(nora, address(market), ringgit, 300, _bidCall(1, 300), reason);
    }

    function test_revoked_trustee_closes_its_money_and_lets_it_out() external {
        _stand(rania, tan, Standing.Revoked);
        bytes memory closed = abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, tan, tan);
        _refuse(ivan, address(campaign), ringgit, 10 * PRICE, _pledgeCall(10, 10), closed);
        _refuse(ivan, address(market), shares, 5, _askCall(2, 5, 300), closed);
        _refuse(ivan, address(market), ringgit, 300, _bidCall(1, 300), closed);
        _refuse(tan, tan, _mintCall(ivan, 1, "bank"), closed);
        _cancel(ivan, market, 1);
        campaign.fail();
        campaign.refund(10);
        _do(ivan, ivan, _withdrawalCall(ringgit, master.balanceOf(ringgit, ivan)));
    }
}
