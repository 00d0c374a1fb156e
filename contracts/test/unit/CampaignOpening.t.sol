// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {Class, Role, Standing} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev From the proposal to the opening.
contract CampaignOpeningTest is Town {
    function _outOfState(ICampaign.State got, ICampaign.State wanted) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICampaign.CampaignOutOfState.selector, got, wanted);
    }

    function _wrongActor(address got, address wanted) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICampaign.CampaignWrongActor.selector, got, wanted);
    }

    function _terms(uint256 price, uint256 minimum, uint256 maximum, uint64 opens, uint64 closes)
        private
        view
        returns (bytes memory)
    {
        return abi.encodeCall(ICampaign.propose, (shares, ringgit, price, minimum, maximum, opens, closes, "hash", ICampaign.Allocation.FirstCome));
    }

    // -- refusals

    function test_only_an_issuer_proposes_and_its_own_class() external {
        bytes memory reason = abi.encodeWithSelector(ICampaign.CampaignNotAnIssuer.selector, ivan);
        _refuse(ivan, campaignTemplate, _proposeCall(shares, ringgit), reason);
        address jana = _admitClient(omar, Role.Issuer, "jana", tan, Class.None);
        reason = abi.encodeWithSelector(ICampaign.CampaignNotYourClass.selector, shares, jana);
        _refuse(jana, campaignTemplate, _proposeCall(shares, ringgit), reason);
        reason = abi.encodeWithSelector(ICampaign.CampaignNotMoney.selector, shares);
        _refuse(ida, campaignTemplate, _proposeCall(shares, shares), reason);
    }

    function testFuzz_terms_that_make_no_campaign(uint256 price, uint256 minimum, uint256 maximum) external {
        (uint64 opens, uint64 closes) = (uint64(block.timestamp + 1), uint64(block.timestamp + 2));
        bool fits = price <= type(uint64).max && maximum <= type(uint64).max && price * maximum <= type(uint64).max;
        vm.assume(!fits || price == 0 || minimum == 0 || minimum > maximum);
        bytes memory reason = abi.encodeWithSelector(ICampaign.CampaignBadTerms.selector);
        _refuse(ida, campaignTemplate, _terms(price, minimum, maximum, opens, closes), reason);
    }

    function testFuzz_dates_that_make_no_campaign(uint64 opens, uint64 closes) external {
        vm.assume(opens <= block.timestamp || closes <= opens || closes - opens > 180 days);
        bytes memory reason =
            abi.encodeWithSelector(ICampaign.CampaignBadDates.selector, opens, closes, block.timestamp);
        _refuse(ida, campaignTemplate, _terms(PRICE, MINIMUM, MAXIMUM, opens, closes), reason);
    }

    function test_nobody_proposes_over_a_proposal() external {
        ICampaign campaign = _propose(ida, shares);
        _refuse(
            ida, address(campaign), _proposeCall(shares, ringgit),
            _outOfState(ICampaign.State.Proposed, ICampaign.State.None)
        );
    }

    function test_only_its_operator_approves_once() external {
        ICampaign campaign = _propose(ida, shares);
        bytes memory approve = abi.encodeCall(ICampaign.approve, (bytes32(0)));
        address olga = _admitStaffed(Role.Operator, "olga");
        _refuse(olga, address(campaign), approve, _wrongActor(olga, omar));
        _refuse(rania, address(campaign), approve, _wrongActor(rania, omar));
        _approve(omar, campaign);
        _refuse(omar, address(campaign), approve, _outOfState(ICampaign.State.Approved, ICampaign.State.Proposed));
    }

    function test_approved_only_with_active_issuer_and_trustee() external {
        ICampaign campaign = _propose(ida, shares);
        bytes memory approve = abi.encodeCall(ICampaign.approve, (bytes32(0)));
        _stand(omar, ida, Standing.Suspended);
        _refuse(omar, address(campaign), approve, abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, ida, ida));
        _stand(omar, ida, Standing.Active);
        _stand(rania, tan, Standing.Suspended);
        _refuse(omar, address(campaign), approve, abi.encodeWithSelector(IMasterEvents.MasterNotActive.selector, tan, tan));
    }

    function test_one_live_campaign_an_issuer() external {
        ICampaign first = _propose(ida, shares);
        ICampaign second = _propose(ida, shares);
        _approve(omar, first);
        bytes memory approve = abi.encodeCall(ICampaign.approve, (bytes32(0)));
        bytes memory reason = abi.encodeWithSignature("RulebookCampaignLive(address,address)", ida, first);
        _refuse(omar, address(second), approve, reason);
        _do(ida, address(first), abi.encodeCall(ICampaign.cancel, ("later")));
        _approve(omar, second);
    }

    /// @dev R13, all operators together: the person counts, not the door.
    function test_one_live_campaign_a_company_whatever_its_doors() external {
        address olga = _admitStaffed(Role.Operator, "olga");
        _link(tan, olga);
        address again = _admitPerson(olga, Role.Issuer, "ida at olga", tan, Class.None, keccak256("ida"));
        ICampaign first = _propose(ida, shares);
        _approve(omar, first);
        ICampaign second = _propose(again, _createClass(again, tan));
        bytes memory reason = abi.encodeWithSignature("RulebookCampaignLive(address,address)", again, first);
        _refuse(olga, address(second), abi.encodeCall(ICampaign.approve, (bytes32(0))), reason);
    }

    function test_trustee_mints_what_is_awaited_and_once() external {
        ICampaign campaign = _propose(ida, shares);
        bytes4 awaited = bytes4(keccak256("EquityNotAwaited(address,address,uint256,uint256)"));
        bytes memory call = _mintUnitsCall(shares, address(campaign), MAXIMUM, "u1");
        _refuse(tan, tan, call, abi.encodeWithSelector(awaited, shares, campaign, MAXIMUM, 0));
        _approve(omar, campaign);
        bytes memory less = _mintUnitsCall(shares, address(campaign), MAXIMUM - 1, "u1");
        _refuse(tan, tan, less, abi.encodeWithSelector(awaited, shares, campaign, MAXIMUM - 1, MAXIMUM));
        _do(tan, tan, call);
        _refuse(tan, tan, call, abi.encodeWithSelector(IMasterEvents.MasterReferenceUsed.selector, bytes32("u1")));
        call = _mintUnitsCall(shares, address(campaign), MAXIMUM, "u2");
        _refuse(tan, tan, call, abi.encodeWithSelector(awaited, shares, campaign, MAXIMUM, 0));
    }

    function test_another_trustee_mints_none_of_it() external {
        address tess = _admitStaffed(Role.Trustee, "tess");
        ICampaign campaign = _propose(ida, shares);
        _approve(omar, campaign);
        bytes memory reason = abi.encodeWithSelector(IMasterEvents.MasterNotYourSupply.selector, shares, tess);
        _refuse(tess, tess, _mintUnitsCall(shares, address(campaign), MAXIMUM, "u"), reason);
        reason = abi.encodeWithSelector(IMasterEvents.MasterNotAReceiver.selector, ivan);
        _refuse(tan, tan, _mintUnitsCall(shares, ivan, 1, "u"), reason);
    }

    function test_no_pledge_before_the_opening_nor_without_units() external {
        ICampaign campaign = _propose(ida, shares);
        _deposit(ivan, PRICE);
        _refuse(
            ivan, address(campaign), ringgit, PRICE, _pledgeCall(1, 1),
            _outOfState(ICampaign.State.Proposed, ICampaign.State.Live)
        );
        _approve(omar, campaign);
        _mintUnits(shares, address(campaign), MAXIMUM);
        _refuse(
            ivan, address(campaign), ringgit, PRICE, _pledgeCall(1, 1),
            _outOfState(ICampaign.State.Ready, ICampaign.State.Live)
        );
    }

    function test_cancelled_only_by_its_issuer_and_before_the_opening() external {
        ICampaign campaign = _live();
        bytes memory cancel = abi.encodeCall(ICampaign.cancel, ("no"));
        _refuse(ida, address(campaign), cancel, _outOfState(ICampaign.State.Live, ICampaign.State.Proposed));
        _refuse(omar, address(campaign), cancel, _wrongActor(omar, ida));
    }

    // -- as it should be

    function test_states_on_the_way_to_the_opening() external {
        ICampaign campaign = _propose(ida, shares);
        vm.assertTrue(campaign.state() == ICampaign.State.Proposed, "proposed");
        _approve(omar, campaign);
        vm.assertTrue(campaign.state() == ICampaign.State.Approved, "approved");
        _mintUnits(shares, address(campaign), MAXIMUM);
        vm.assertTrue(campaign.state() == ICampaign.State.Ready, "ready");
        vm.warp(campaign.terms().opensAt);
        vm.assertTrue(campaign.state() == ICampaign.State.Live, "live");
        vm.warp(campaign.terms().closesAt);
        vm.assertTrue(campaign.state() == ICampaign.State.Due, "due");
    }

    function test_cancelled_units_are_given_back() external {
        ICampaign campaign = _propose(ida, shares);
        _approve(omar, campaign);
        _mintUnits(shares, address(campaign), MAXIMUM);
        _do(ida, address(campaign), abi.encodeCall(ICampaign.cancel, ("no")));
        vm.assertEq(master.faceOf(shares).supply, 0, "gone");
        vm.assertTrue(campaign.isOver(), "over");
    }

    function test_rejected() external {
        ICampaign campaign = _propose(ida, shares);
        _do(omar, address(campaign), abi.encodeCall(ICampaign.reject, ("incomplete")));
        vm.assertTrue(campaign.state() == ICampaign.State.Cancelled, "cancelled");
    }

    function test_never_made_ready_fails() external {
        ICampaign campaign = _propose(ida, shares);
        _approve(omar, campaign);
        vm.expectRevert(abi.encodeWithSelector(ICampaign.CampaignCannotFail.selector));
        campaign.fail();
        vm.warp(campaign.terms().closesAt);
        campaign.fail();
        vm.assertTrue(campaign.isOver(), "the issuer may try again");
    }
}
