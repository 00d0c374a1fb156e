// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {IDoor} from "../../src/interfaces/IDoor.sol";
import {Act, Class, Role, Signer} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev What a step costs does not depend on how many investors there are: the same for 1, 100 and 5,000 of them.
contract CrowdTest is Town {
    uint256 private constant BATCH = 50;
    uint256 private constant LEAST = 10_000;
    address private key = vm.addr(7);
    address[] private crowd;

    /// @dev A campaign with `n` pledges of one unit, of investors who act by one key of their own accord.
    function _filled(uint256 n) private returns (ICampaign campaign) {
        bytes memory call = abi.encodeCall(
            ICampaign.propose,
            (
                shares, ringgit, PRICE, LEAST, LEAST, uint64(block.timestamp + 1 days), uint64(block.timestamp + 31 days),
                "disclosure", ICampaign.Allocation.FirstCome
            )
        );
        campaign = ICampaign(_addressIn(_do(ida, campaignTemplate, call), IMasterEvents.Opened.selector, 1));
        _approve(omar, campaign);
        _mintUnits(shares, address(campaign), LEAST);
        vm.warp(campaign.terms().opensAt);
        for (uint256 i; i < n; ++i) {
            if (crowd.length == i) _admitOne(i);
            vm.prank(tan);
            master.mint(crowd[i], PRICE, keccak256(abi.encode(campaign, i)), uint64(block.timestamp));
            Act memory a = Act(
                address(campaign), _pledgeCall(1, 1), ringgit, PRICE, uint256(uint160(address(campaign))), block.timestamp
            );
            vm.prank(key);
            IDoor(crowd[i]).act(a);
        }
        vm.assertEq(campaign.unitsPledged(), n, "all of them");
    }

    function _admitOne(uint256 i) private {
        Signer[] memory one = new Signer[](1);
        one[0].key = key;
        vm.prank(omar);
        crowd.push(
            master.admit(
                Role.Investor, 0, one, tan, keccak256(abi.encode(i)), Class.Sophisticated, uint64(block.timestamp + 365 days)
            )
        );
    }

    function _gas() private view returns (uint256) {
        return vm.lastCallGas().gasTotalUsed;
    }

    /// @dev Fails by its minimum and refunds all; the cost of the close, and of a batch in the middle.
    function _refunded(uint256 n) private returns (uint256 close, uint256 batch) {
        ICampaign campaign = _filled(n);
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        close = _gas();
        for (uint256 i; i < n; i += BATCH) {
            campaign.refund(BATCH);
            if (i == n / 2) batch = _gas();
        }
        vm.assertEq(master.balanceOf(ringgit, address(campaign)), 0, "to the last sen");
        vm.assertEq(master.balanceOf(ringgit, crowd[n - 1]), PRICE, "the last one too");
    }

    function test_refunds_cost_the_same_for_1_100_and_5000() external {
        (uint256 closeOne,) = _refunded(1);
        (uint256 closeFew, uint256 few) = _refunded(100);
        (uint256 closeMany, uint256 many) = _refunded(5_000);
        vm.assertLe(closeFew, closeOne + closeOne / 50, "the end of a campaign");
        vm.assertLe(closeMany, closeOne + closeOne / 50, "the end of a campaign");
        vm.assertLe(many, few + few / 50, "a batch of refunds");
    }
}
