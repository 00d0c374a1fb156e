// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {IMasterOffice} from "../../src/interfaces/IMasterOffice.sol";
import {IMasterCore} from "../../src/interfaces/IMasterCore.sol";
import {IRulebook} from "../../src/interfaces/IRulebook.sol";
import {Class, Role, Signer, Standing} from "../../src/libraries/Types.sol";
import {HostileRulebook, HostileTemplate, LaxRules} from "../hostile/Hostiles.sol";
import {Town} from "../Town.sol";

/// @dev Whatever a module or an instance does: the five promises hold.
contract HostileTest is Town {
    HostileTemplate private hostile;

    function setUp() public override {
        super.setUp();
        _deposit(ivan, 10_000);
        _deposit(iris, 10_000);
    }

    function _openHostile() private {
        _replace("hostile", address(new HostileTemplate(master)), true, omar);
        bytes memory call = abi.encodeCall(HostileTemplate.reach, (sam, 0, 0, 0, 0, 0));
        hostile = HostileTemplate(
            _addressIn(_do(ivan, master.moduleOf("hostile").code, call), IMasterEvents.Opened.selector, 1)
        );
    }

    // -- instances

    function test_no_instance_exceeds_the_mandate() external {
        _openHostile();
        bytes memory over = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, 101, 100);
        _refuse(ivan, address(hostile), ringgit, 100, abi.encodeCall(HostileTemplate.take, (ringgit, 101)), over);
        over = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, 60, 40);
        _refuse(ivan, address(hostile), ringgit, 100, abi.encodeCall(HostileTemplate.takeTwice, (ringgit, 60)), over);
        bytes memory other = abi.encodeWithSelector(IMasterEvents.MasterOtherAsset.selector, shares, ringgit);
        _refuse(ivan, address(hostile), shares, 100, abi.encodeCall(HostileTemplate.take, (ringgit, 1)), other);
    }

    function test_no_instance_takes_units_beyond_the_mandate() external {
        (, uint256 id) = _settled();
        vm.warp(block.timestamp + MORATORIUM);
        _openHostile();
        bytes memory call = abi.encodeCall(HostileTemplate.takeUnits, (shares, id, 101, iris));
        bytes memory over = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, 101, 100);
        _refuse(ivan, address(hostile), shares, 100, call, over);
    }

    function test_no_instance_debits_who_is_not_acting() external {
        _openHostile();
        hostile.poke(address(master), abi.encodeCall(IMasterCore.pull, (ringgit, 1)));
        vm.assertTrue(!hostile.succeeded(), "nobody acts");
        hostile.poke(address(master), abi.encodeCall(IMasterCore.pay, (ringgit, sam, 1)));
        vm.assertTrue(!hostile.succeeded(), "nothing is there to pay");
        (, uint256 id) = _settled();
        hostile.poke(address(master), abi.encodeCall(IMasterCore.deliver, (shares, id, 1, iris, 0)));
        vm.assertTrue(!hostile.succeeded(), "nor to deliver");
        hostile.poke(address(master), abi.encodeCall(IMasterCore.release, (shares, id)));
        vm.assertTrue(!hostile.succeeded(), "nor to free");
        hostile.poke(address(master), abi.encodeCall(IMasterCore.giveBack, (shares, id, 1)));
        vm.assertTrue(!hostile.succeeded(), "nor to give back");
    }

    /// @dev In the middle of Ivan's act the instance may call anything: the kernel listens to no one but doors and faces.
    function testFuzz_no_instance_calls_as_a_door(uint8 which) external {
        _openHostile();
        bytes memory call;
        Signer[] memory none = new Signer[](0);
        if (which % 8 == 0) call = abi.encodeCall(IMasterCore.mint, (ivan, 1, "r", 0));
        else if (which % 8 == 1) call = abi.encodeCall(IMasterCore.requestWithdrawal, (ringgit, 1));
        else if (which % 8 == 2) call = abi.encodeCall(IMasterCore.begin, (address(hostile), ringgit, 1));
        else if (which % 8 == 3) call = abi.encodeCall(IMasterCore.end, ());
        else if (which % 8 == 4) call = abi.encodeCall(IMasterOffice.transferMoney, (ivan, ivan, iris, 1));
        else if (which % 8 == 5) call = abi.encodeCall(IMasterCore.write, ("k", "v"));
        else if (which % 8 == 6) call = abi.encodeCall(IMasterCore.lock, ());
        else call = abi.encodeCall(IMasterCore.admit, (Role.Investor, "n", none, tan, "t", Class.Retail, 0));
        uint256 length = call.length < 128 ? call.length : 128;
        bytes memory padded = bytes.concat(call, new bytes(128));
        bytes32[4] memory words;
        for (uint256 i; i < 128; ++i) {
            words[i / 32] |= bytes32(padded[i]) >> (8 * (i % 32));
        }
        bytes memory reach =
            abi.encodeCall(HostileTemplate.reach, (address(master), length, words[0], words[1], words[2], words[3]));
        _do(ivan, address(hostile), ringgit, 100, reach);
        vm.assertTrue(!hostile.succeeded(), "the kernel refused it");
    }

    function test_no_instance_books_for_a_stranger_or_launches_for_anothers_issuer() external {
        _openHostile();
        bytes memory call = abi.encodeCall(HostileTemplate.launch, (rulebook, ida));
        _refuse(
            ivan, address(hostile), call,
            abi.encodeWithSignature("RulebookNotTheIssuersOperator(address,address)", ivan, omar)
        );
        call = abi.encodeCall(HostileTemplate.book, (rulebook, ida, 1));
        _refuse(ivan, address(hostile), call, abi.encodeWithSelector(IRulebook.RulebookOnlyInstance.selector, hostile));
        hostile.poke(rulebook, abi.encodeCall(IRulebook.book, (ida, 0, 1, 0, 1, false)));
        vm.assertTrue(!hostile.succeeded(), "nobody acts");
    }

    function test_an_encumbrance_is_its_holders_alone() external {
        (, uint256 id) = _settled();
        vm.warp(block.timestamp + MORATORIUM);
        _openHostile();
        _do(ivan, address(hostile), shares, 50, abi.encodeCall(HostileTemplate.hold, (shares, id, 50)));
        hostile.poke(address(master), abi.encodeCall(IMasterCore.deliver, (shares, id, 50, iris, 0)));
        vm.assertTrue(!hostile.succeeded(), "not outside an act");
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterEncumbered.selector, id, address(hostile));
        _refuse(ivan, address(hostile), shares, 50, abi.encodeCall(HostileTemplate.hold, (shares, id, 50)), reason);
    }

    // -- modules

    function _hostileRulebook() private returns (ICampaign campaign, HostileRulebook rules) {
        campaign = _live();
        _pledge(iris, campaign, 10);
        rules = new HostileRulebook(master);
        _replace("rulebook", address(rules), false, rania);
    }

    /// @dev In the middle of Ivan's pledge the rulebook comes back to the campaign, as if it were Ivan.
    function test_no_module_acts_in_the_actors_name() external {
        (ICampaign campaign, HostileRulebook rules) = _hostileRulebook();
        rules.prepare(address(campaign), abi.encodeCall(ICampaign.withdrawPledge, ()));
        _do(ivan, address(campaign), ringgit, 10_000, _pledgeCall(10, 10));
        vm.assertTrue(rules.tried() && !rules.succeeded(), "it does not withdraw Ivan's pledge");
        rules.prepare(address(campaign), _pledgeCall(10, 10));
        _do(ivan, address(campaign), ringgit, 10_000, _pledgeCall(1, 1));
        vm.assertTrue(rules.tried() && !rules.succeeded(), "nor pledge more than he said");
        vm.assertEq(campaign.pledgeOf(ivan).units, 11, "what he pledged");
        vm.assertEq(master.balanceOf(ringgit, address(campaign)), 21 * PRICE, "and paid");
    }

    function test_no_module_moves_mints_or_names_an_actor() external {
        (ICampaign campaign, HostileRulebook rules) = _hostileRulebook();
        bytes[8] memory tries = [
            abi.encodeCall(IMasterCore.pull, (ringgit, 1)),
            abi.encodeCall(IMasterCore.pay, (ringgit, ivan, 1)),
            abi.encodeCall(IMasterCore.mint, (ivan, 1, "r", 0)),
            abi.encodeCall(IMasterCore.begin, (address(campaign), ringgit, 1)),
            abi.encodeCall(IMasterCore.end, ()),
            abi.encodeCall(IMasterOffice.transferMoney, (ivan, ivan, iris, 1)),
            abi.encodeCall(IMasterCore.deliver, (shares, 1, 1, iris, 0)),
            abi.encodeCall(IMasterOffice.setStanding, (ivan, Standing.Revoked, "mine"))
        ];
        for (uint256 i; i < tries.length; ++i) {
            rules.prepare(address(master), tries[i]);
            _do(ivan, address(campaign), ringgit, PRICE, _pledgeCall(1, 1));
            vm.assertTrue(rules.tried() && !rules.succeeded(), "a module decides and moves nothing");
        }
    }

    /// @dev The worst that a module can do is to refuse nothing: what the kernel itself promises still holds.
    function test_lax_rules_open_no_promise() external {
        _replace("money", address(new LaxRules(master)), false, tan);
        _replace("equity", address(new LaxRules(master)), false, tan);
        _openHostile();
        bytes memory over = abi.encodeWithSelector(IMasterEvents.MasterMandateExceeded.selector, 2, 1);
        bytes memory transfer = abi.encodeWithSignature("transfer(address,uint256)", iris, 2);
        _refuse(ivan, ringgit, ringgit, 1, transfer, over);
        transfer = abi.encodeWithSignature("transferFrom(address,address,uint256)", iris, ivan, 1);
        bytes memory allowance = abi.encodeWithSelector(IMasterEvents.MasterAllowanceTooLow.selector, ivan, 0, 1);
        _refuse(ivan, ringgit, ringgit, 1, transfer, allowance);
        transfer = abi.encodeWithSignature("transfer(address,uint256)", address(hostile), 1);
        bytes memory receiver = abi.encodeWithSelector(IMasterEvents.NotAParticipant.selector, address(hostile));
        _refuse(ivan, ringgit, ringgit, 1, transfer, receiver);
        _do(tan, tan, _mintCall(ivan, 1, "once"));
        bytes memory used = abi.encodeWithSelector(IMasterEvents.MasterReferenceUsed.selector, bytes32("once"));
        _refuse(tan, tan, _mintCall(ivan, 1, "once"), used);
    }

    /// @dev A figure that would lock a settlement is refused when the campaign is approved, not met when it settles.
    function test_a_moratorium_without_end_is_refused_at_approval() external {
        _setRule("R19", 0, type(uint64).max);
        ICampaign campaign = _propose(ida, shares);
        bytes memory reason = abi.encodeWithSelector(ICampaign.CampaignMoratoriumTooLong.selector, type(uint64).max);
        _refuse(omar, address(campaign), abi.encodeCall(ICampaign.approve, (bytes32(0))), reason);
    }
}
