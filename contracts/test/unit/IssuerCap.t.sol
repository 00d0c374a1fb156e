// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IRulebook} from "../../src/interfaces/IRulebook.sol";
import {Class, Role} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev R1, R2: what a company may raise in its lifetime, all operators together; microfunds.
contract IssuerCapTest is Town {
    uint256 private constant WHOLE = MAXIMUM * PRICE;
    bytes32 private constant IDA = keccak256("ida");

    function _raisedBy() private view returns (uint256 raised, uint256 reserved, address campaign) {
        return IRulebook(rulebook).raisedBy(IDA);
    }

    function _overCap(uint256 cap, uint256 raised) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRulebook.RulebookIssuerCap.selector, cap, raised, WHOLE);
    }

    function _flag(bool microfund) private {
        _do(rania, rulebook, abi.encodeCall(IRulebook.setMicrofund, (IDA, microfund)));
    }

    // -- refusals

    function test_the_whole_of_a_campaign_must_fit() external {
        _setRule("R1", 0, WHOLE - 1);
        ICampaign campaign = _propose(ida, shares);
        _refuse(omar, address(campaign), _approveCall(campaign), _overCap(WHOLE - 1, 0));
        _setRule("R1", 0, WHOLE);
        _approve(omar, campaign);
    }

    /// @dev What was raised counts, to the sen, whatever the company's doors and operators.
    function test_what_was_raised_counts_for_the_companys_other_door() external {
        _settled();
        (uint256 raised, uint256 reserved,) = _raisedBy();
        vm.assertEq(raised, 2_000 * PRICE, "counted without anybody's help");
        vm.assertEq(reserved, 0, "nothing is reserved");
        address olga = _admitStaffed(Role.Operator, "olga");
        _link(tan, olga);
        address again = _admitPerson(olga, Role.Issuer, "ida at olga", tan, Class.None, IDA);
        ICampaign second = _propose(again, _createClass(again, tan));
        _setRule("R1", 0, 2_000 * PRICE + WHOLE - 1);
        _refuse(olga, address(second), _approveCall(second), _overCap(2_000 * PRICE + WHOLE - 1, 2_000 * PRICE));
        _setRule("R1", 0, 2_000 * PRICE + WHOLE);
        _approve(olga, second);
    }

    function test_only_the_regulator_flags_a_microfund() external {
        bytes memory call = abi.encodeCall(IRulebook.setMicrofund, (IDA, true));
        _refuse(omar, rulebook, call, abi.encodeWithSelector(IRulebook.RulebookOnlyRegulator.selector, omar));
    }

    function test_a_microfund_takes_no_retail_investors() external {
        _flag(true);
        ICampaign campaign = _live();
        _flag(false);
        address rita = _admitClient(omar, Role.Investor, "rita", tan, Class.Retail);
        address adam = _admitClient(omar, Role.Investor, "adam", tan, Class.Angel);
        _deposit(rita, PRICE);
        bytes memory reason = abi.encodeWithSelector(IRulebook.RulebookRetailExcluded.selector, rita);
        _refuse(rita, address(campaign), ringgit, PRICE, _pledgeCall(1, 1), reason);
        _depositAndPledge(adam, campaign, 1);
        _depositAndPledge(ivan, campaign, 1);
    }

    // -- as it should be

    function test_reserved_at_launch_and_freed_on_failure() external {
        _setRule("R1", 0, WHOLE);
        ICampaign campaign = _live();
        (uint256 raised, uint256 reserved, address live) = _raisedBy();
        vm.assertEq(raised, 0, "nothing yet");
        vm.assertEq(reserved, WHOLE, "reserved");
        vm.assertEq(live, address(campaign), "for the one that is live");
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        (raised, reserved, live) = _raisedBy();
        vm.assertEq(raised + reserved, 0, "freed");
        _approve(omar, _propose(ida, shares));
    }

    function test_a_microfund_has_no_cap() external {
        _setRule("R1", 0, 1);
        _flag(true);
        _approve(omar, _propose(ida, shares));
    }

    /// @dev Campaign after campaign: what is counted is the sum of what settled.
    function test_counts_add_up() external {
        uint256 sum;
        for (uint256 i; i < 4; ++i) {
            ICampaign campaign = _live();
            uint256 units = MINIMUM - 2 + i; // the first two fail
            _depositAndPledge(ivan, campaign, units);
            vm.warp(campaign.terms().closesAt);
            campaign.close();
            vm.warp(block.timestamp + COOLING_OFF);
            if (units >= MINIMUM) {
                campaign.settle(1);
                sum += units * PRICE;
            }
            (uint256 raised, uint256 reserved,) = _raisedBy();
            vm.assertEq(raised, sum, "what settled");
            vm.assertEq(reserved, 0, "and nothing else");
        }
    }
}
