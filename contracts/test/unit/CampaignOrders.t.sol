// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {Town} from "../Town.sol";

/// @dev An order of the regulator reaches what a campaign holds for a door, to the sen, and nobody else's.
contract CampaignOrdersTest is Town {
    uint256 private constant NOTICE = 7 days;
    ICampaign private campaign;

    function setUp() public override {
        super.setUp();
        campaign = _live();
        _depositAndPledge(ivan, campaign, MINIMUM);
        _depositAndPledge(iris, campaign, 200);
    }

    function _order(address from, uint256 amount) private returns (uint256 id) {
        bytes memory call = abi.encodeWithSignature(
            "order(address,address,address,uint256,address,bytes32)", ringgit, from, ida, amount, address(campaign), bytes32("court 7")
        );
        _do(rania, rania, call);
        while (master.orderOf(id + 1).from != address(0)) ++id;
    }

    // -- refusals

    function test_nobody_but_the_kernel_asks() external {
        vm.prank(rania);
        vm.expectRevert(abi.encodeWithSignature("InstanceOnlyMaster(address)", rania));
        campaign.surrender(iris);
    }

    // -- as it should be

    function test_a_pledge_goes_back_whatever_the_windows_say() external {
        uint256 id = _order(iris, 200 * PRICE);
        _coolOff(campaign);
        master.executeOrder(id);
        vm.assertEq(master.balanceOf(ringgit, ida), 200 * PRICE, "all that was ordered");
        vm.assertEq(campaign.pledgeOf(iris).units, 0, "out of her pledge");
        vm.assertEq(master.balanceOf(ringgit, address(campaign)), MINIMUM * PRICE, "and nobody else's");
        campaign.settle(5);
        vm.assertTrue(campaign.state() == ICampaign.State.Settled, "the others settle");
        vm.assertEq(master.holdingOf(shares, iris).units, 0, "without her");
    }

    function test_a_refund_that_waits_is_reached() external {
        _withdrawPledge(ivan, campaign);
        uint256 id = _order(iris, 500 * PRICE);
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        master.executeOrder(id);
        vm.assertEq(master.balanceOf(ringgit, ida), 200 * PRICE, "as much as there was");
        campaign.refund(5);
        vm.assertEq(master.balanceOf(ringgit, address(campaign)), 0, "nothing twice");
    }

    function test_who_is_settled_has_a_certificate_and_no_money_here() external {
        _coolOff(campaign);
        campaign.settle(1); // Ivan's; Iris's is not delivered yet
        uint256 id = _order(iris, 200 * PRICE);
        vm.warp(block.timestamp + NOTICE);
        master.executeOrder(id);
        vm.assertEq(master.holdingOf(shares, iris).units, 200, "delivered");
        campaign.settle(5);
        vm.assertEq(master.holdingOf(shares, iris).units, 200, "once");
    }
}
