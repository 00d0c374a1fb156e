// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IDoor} from "../../src/interfaces/IDoor.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Act, Role} from "../../src/libraries/Types.sol";
import {LaxRules, QuietModule} from "../hostile/Hostiles.sol";
import {Town} from "../Town.sol";

/// @dev Promise 4: replaced after notice and by two parties; halted entries, never exits.
contract ModulesTest is Town {
    function _notATarget(address code) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IMasterEvents.MasterNotATarget.selector, code);
    }

    // -- refusals

    function test_only_the_regulator_announces() external {
        vm.prank(omar);
        vm.expectRevert();
        master.announce("money", address(this), false, Role.Operator);
    }

    function test_nothing_without_code() external {
        _refuse(
            rania, rania, _announceCall("money", sam, false, Role.Trustee),
            abi.encodeWithSelector(IMasterEvents.MasterNoCode.selector, sam)
        );
    }

    function test_not_before_the_notice_is_over() external {
        _do(rania, rania, _announceCall("money", address(new LaxRules(master)), false, Role.Regulator));
        uint256 earliest = block.timestamp + 7 days;
        vm.warp(earliest - 1);
        _refuse(
            tan, tan, _activateCall("money"),
            abi.encodeWithSelector(IMasterEvents.MasterTooEarly.selector, earliest, earliest - 1)
        );
    }

    function test_regulator_alone_replaces_no_money() external {
        _do(rania, rania, _announceCall("money", address(new LaxRules(master)), false, Role.Regulator));
        vm.warp(block.timestamp + 7 days);
        bytes memory reason =
            abi.encodeWithSelector(IMasterEvents.MasterWrongRole.selector, rania, Role.Regulator, Role.Trustee);
        _refuse(rania, rania, _activateCall("money"), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterWrongRole.selector, omar, Role.Operator, Role.Trustee);
        _refuse(omar, omar, _activateCall("money"), reason);
    }

    function test_code_must_still_be_what_was_announced() external {
        address code = address(new LaxRules(master));
        _do(rania, rania, _announceCall("money", code, false, Role.Regulator));
        (bytes32 was, bytes memory other) = (code.codehash, address(new QuietModule(master)).code);
        vm.etch(code, other);
        vm.warp(block.timestamp + 7 days);
        _refuse(
            tan, tan, _activateCall("money"),
            abi.encodeWithSelector(IMasterEvents.MasterCodeChanged.selector, code.codehash, was)
        );
    }

    function test_nothing_is_activated_twice() external {
        _replace("money", address(new LaxRules(master)), false, tan);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNothingAnnounced.selector, bytes32("money"));
        _refuse(tan, tan, _activateCall("money"), reason);
    }

    /// @dev Else the regulator alone could make a module or template answer under a name of its own.
    function test_no_code_gets_a_second_name() external {
        _refuse(rania, rania, _announceCall("mine", rulebook, false, Role.Regulator), _notATarget(rulebook));
        _refuse(rania, rania, _announceCall("mine", campaignTemplate, false, Role.Regulator), _notATarget(campaignTemplate));
    }

    /// @dev Else nobody could address an exit of it any more.
    function test_no_part_of_the_market_becomes_a_module() external {
        address campaign = address(_propose(ida, shares));
        _refuse(rania, rania, _announceCall("mine", campaign, true, Role.Operator), _notATarget(campaign));
        _refuse(rania, rania, _announceCall("mine", ivan, true, Role.Operator), _notATarget(ivan));
        _refuse(rania, rania, _announceCall("mine", ringgit, true, Role.Operator), _notATarget(ringgit));
        address code = address(new LaxRules(master));
        _refuse(rania, rania, _announceCall(0, code, true, Role.Operator), _notATarget(code)); // nor without a name
    }

    function test_two_names_announced_for_one_code_give_it_one() external {
        address code = address(new QuietModule(master));
        _do(rania, rania, _announceCall("one", code, false, Role.Regulator));
        _do(rania, rania, _announceCall("two", code, false, Role.Regulator));
        vm.warp(block.timestamp + 7 days);
        _do(rania, rania, _activateCall("one"));
        _refuse(rania, rania, _activateCall("two"), _notATarget(code));
    }

    function test_replaced_template_opens_no_more() external {
        address second = vm.deployCode("Campaign.sol:Campaign", abi.encode(master));
        ICampaign before = _propose(ida, shares);
        _replace("campaign", second, true, omar);
        _refuse(ida, campaignTemplate, _proposeCall(shares, ringgit), _notATarget(campaignTemplate));
        _do(ida, address(before), abi.encodeCall(ICampaign.cancel, ("changed"))); // what is there goes on
    }

    function test_only_the_module_in_force_writes() external {
        address old = address(new QuietModule(master));
        _replace("quiet", old, false, rania);
        _replace("quiet", address(new QuietModule(master)), false, rania);
        vm.prank(old);
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterNotAModule.selector, old));
        master.write("key", "value");
    }

    // -- halts

    function test_halted_entries_are_refused_and_exits_are_not() external {
        ICampaign campaign = _live();
        _depositAndPledge(ivan, campaign, 10);
        _depositAndPledge(iris, campaign, 10);
        _deposit(ivan, 10 * PRICE);
        bytes32[4] memory names = [bytes32("money"), "rulebook", "campaign", "equity"];
        for (uint256 i; i < 4; ++i) {
            _halt(names[i], true);
        }
        bytes memory halted = abi.encodeWithSelector(IMasterEvents.MasterHalted.selector, bytes32("campaign"));
        _refuse(ivan, address(campaign), ringgit, 10 * PRICE, _pledgeCall(10, 10), halted);
        _withdrawPledge(ivan, campaign);
        _do(ivan, ivan, _withdrawalCall(ringgit, 1));
        _coolOff(campaign);
        campaign.refund(10);
        vm.assertEq(master.balanceOf(ringgit, iris), 10 * PRICE, "refunded while all is halted");
    }

    function test_settlement_goes_on_while_all_is_halted() external {
        ICampaign campaign = _live();
        _depositAndPledge(ivan, campaign, MINIMUM);
        bytes32[4] memory names = [bytes32("money"), "rulebook", "campaign", "equity"];
        for (uint256 i; i < 4; ++i) {
            _halt(names[i], true);
        }
        _coolOff(campaign);
        campaign.settle(10);
        vm.assertTrue(campaign.state() == ICampaign.State.Settled, "settled");
    }

    function test_each_halt_refuses_its_entries() external {
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterHalted.selector, bytes32("money"));
        _halt("money", true);
        _refuse(tan, tan, _mintCall(ivan, 1, "r"), reason);
        _halt("money", false);
        _do(tan, tan, _mintCall(ivan, 1, "r"));
        _halt("campaign", true);
        reason = abi.encodeWithSelector(IMasterEvents.MasterHalted.selector, bytes32("campaign"));
        _refuse(ida, campaignTemplate, _proposeCall(shares, ringgit), reason);
    }

    // -- as it should be

    function test_two_parties_after_notice() external {
        address code = address(new LaxRules(master));
        _replace("money", code, false, tan);
        vm.assertEq(master.running("money"), code, "in force");
    }

    function test_an_earlier_version_can_come_back() external {
        _replace("money", address(new LaxRules(master)), false, tan);
        _replace("money", money, false, tan);
        vm.assertEq(master.running("money"), money, "back");
    }

    /// @dev Modules keep words under their name: replacing logic migrates nothing.
    function test_words_outlive_their_module() external {
        bytes32 key = keccak256(abi.encode(bytes32("rule"), bytes32("R19"), uint256(0)));
        bytes32 word = master.word("rulebook", key);
        vm.assertEq(uint96(uint256(word)), MORATORIUM, "written by the first");
        _replace("rulebook", vm.deployCode("Rulebook.sol:Rulebook", abi.encode(master)), false, rania);
        (, bytes memory answer) =
            master.running("rulebook").staticcall(abi.encodeWithSignature("figure(bytes32,uint8)", bytes32("R19"), 0));
        vm.assertEq(abi.decode(answer, (uint256)), MORATORIUM, "read by the second");
    }
}
