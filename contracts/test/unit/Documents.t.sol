// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {Vm} from "../Vm.sol";
import {Town} from "../Town.sol";

/// @dev R15: documents by slot, complete before the approval, frozen by it; afterwards only updates are added.
contract DocumentsTest is Town {
    ICampaign private campaign;

    function setUp() public override {
        super.setUp();
        _setRule("R15", 0, 1 << 0 | 1 << 3 | 1 << 95);
        campaign = _propose(ida, shares);
    }

    function _disclose(uint8 slot, bytes32 hash) private returns (Vm.Log[] memory) {
        return _do(ida, address(campaign), abi.encodeCall(ICampaign.disclose, (slot, hash)));
    }

    function _fill() private {
        _disclose(0, "pitch");
        _disclose(3, "accounts");
        _disclose(95, "risks");
    }

    // -- refusals

    function test_only_the_issuer_and_only_something() external {
        bytes memory call = abi.encodeCall(ICampaign.disclose, (0, "pitch"));
        _refuse(omar, address(campaign), call, abi.encodeWithSelector(ICampaign.CampaignWrongActor.selector, omar, ida));
        call = abi.encodeCall(ICampaign.disclose, (0, 0));
        _refuse(ida, address(campaign), call, abi.encodeWithSelector(ICampaign.CampaignHashZero.selector));
    }

    function test_no_approval_while_a_slot_is_empty() external {
        _disclose(0, "pitch");
        _disclose(95, "risks");
        uint256 required = 1 << 0 | 1 << 3 | 1 << 95;
        bytes memory reason =
            abi.encodeWithSelector(ICampaign.CampaignDisclosureIncomplete.selector, required ^ (1 << 3), required);
        _refuse(omar, address(campaign), _approveCall(campaign), reason);
        _disclose(3, "accounts");
        _approve(omar, campaign);
    }

    /// @dev What the operator signed for is what it looked at.
    function test_an_approval_names_the_documents() external {
        _fill();
        bytes memory approve = _approveCall(campaign);
        bytes32 seen = campaign.documents();
        _disclose(3, "other accounts");
        bytes memory reason = abi.encodeWithSelector(ICampaign.CampaignOtherDocuments.selector, seen, campaign.documents());
        _refuse(omar, address(campaign), approve, reason);
        _approve(omar, campaign);
    }

    function test_frozen_by_the_approval() external {
        _fill();
        _approve(omar, campaign);
        bytes memory reason = abi.encodeWithSelector(
            ICampaign.CampaignOutOfState.selector, ICampaign.State.Approved, ICampaign.State.Proposed
        );
        _refuse(ida, address(campaign), abi.encodeCall(ICampaign.disclose, (0, "new pitch")), reason);
    }

    function test_updates_only_from_the_approval_on_and_by_the_issuer() external {
        bytes memory call = abi.encodeCall(ICampaign.publishUpdate, ("news"));
        bytes memory reason = abi.encodeWithSelector(
            ICampaign.CampaignOutOfState.selector, ICampaign.State.Proposed, ICampaign.State.Approved
        );
        _refuse(ida, address(campaign), call, reason);
        _fill();
        _approve(omar, campaign);
        _refuse(omar, address(campaign), call, abi.encodeWithSelector(ICampaign.CampaignWrongActor.selector, omar, ida));
        vm.assertTrue(_has(_do(ida, address(campaign), call), ICampaign.UpdatePublished.selector), "anchored");
    }

    // -- as it should be

    /// @dev From the events alone anyone recomputes what was approved.
    function testFuzz_the_chain_is_recomputable(uint8[6] calldata slots, bytes32[6] calldata hashes) external {
        bytes32 chain;
        uint256 filled;
        for (uint256 i; i < 6; ++i) {
            bytes32 hash = hashes[i] == 0 ? bytes32("something") : hashes[i];
            Vm.Log[] memory logs = _disclose(slots[i], hash);
            chain = keccak256(abi.encode(chain, slots[i], hash));
            filled |= 1 << slots[i];
            vm.assertTrue(_has(logs, ICampaign.Disclosed.selector), "said");
            vm.assertEq(campaign.documents(), chain, "the chain over what was said");
        }
        vm.assertEq(campaign.filledSlots(), filled, "the slots that are filled");
    }
}
