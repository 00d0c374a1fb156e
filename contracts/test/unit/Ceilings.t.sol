// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IRulebook} from "../../src/interfaces/IRulebook.sol";
import {Class, Role} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev R4, R4b, R5: counted by person, whatever the doors and operators.
contract CeilingsTest is Town {
    uint256 private constant CEILING = 800_000; // RM 8,000, below what a campaign may raise
    uint256 private constant OF_ISSUER = CEILING / PRICE;
    ICampaign private campaign;
    address private rita;
    address private ritaToo;
    address private olga;

    /// @dev Rita is retail, and has a second door at a second operator.
    function setUp() public override {
        super.setUp();
        _setRule("R4", 1, CEILING);
        olga = _admitStaffed(Role.Operator, "olga");
        _link(tan, olga);
        rita = _admitPerson(omar, Role.Investor, "rita", tan, Class.Retail, "rita's tag");
        ritaToo = _admitPerson(olga, Role.Investor, "rita too", tan, Class.Retail, "rita's tag");
        campaign = _live();
        _deposit(rita, 10_000_000);
        _deposit(ritaToo, 10_000_000);
    }

    function _issuerCeiling(uint256 used, uint256 amount) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRulebook.RulebookIssuerCeiling.selector, CEILING, used, amount);
    }

    function _tidy(uint256 n) private {
        IRulebook(rulebook).tidy("rita's tag", n);
    }

    function _used() private view returns (uint256 total) {
        (total,,) = IRulebook(rulebook).used("rita's tag", ida);
    }

    /// @dev Another issuer's live campaign at Olga, of RM 40,000 at most.
    function _campaignAtOlga(uint256 i) private returns (ICampaign other) {
        string memory name = string.concat("issuer", vm.toString(i));
        address issuer = _admitClient(olga, Role.Issuer, name, tan, Class.None);
        address face = _createClass(issuer, tan);
        other = _propose(issuer, face);
        _approve(olga, other);
        _mintUnits(face, address(other), MAXIMUM);
        vm.warp(other.terms().opensAt);
    }

    // -- refusals

    function test_a_second_door_is_no_second_ceiling() external {
        _pledge(rita, campaign, OF_ISSUER - 100);
        bytes memory reason = _issuerCeiling(CEILING - 100 * PRICE, 101 * PRICE);
        _refuse(ritaToo, address(campaign), ringgit, 101 * PRICE, _pledgeCall(101, 101), reason);
        _pledge(ritaToo, campaign, 100);
        _refuse(rita, address(campaign), ringgit, PRICE, _pledgeCall(1, 1), _issuerCeiling(CEILING, PRICE));
    }

    /// @dev R4 is per issuer: a company's second door is the same issuer.
    function test_an_issuers_second_door_is_no_second_ceiling() external {
        _pledge(rita, campaign, OF_ISSUER);
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        vm.warp(block.timestamp + COOLING_OFF);
        campaign.settle(5);
        address again = _admitPerson(olga, Role.Issuer, "ida at olga", tan, Class.None, keccak256("ida"));
        address face = _createClass(again, tan);
        ICampaign second = _propose(again, face);
        _approve(olga, second);
        _mintUnits(face, address(second), MAXIMUM);
        vm.warp(second.terms().opensAt);
        _refuse(rita, address(second), ringgit, PRICE, _pledgeCall(1, 1), _issuerCeiling(CEILING, PRICE));
    }

    function test_rolling_year_over_all_issuers() external {
        _setRule("R4b", 1, 1_300_000);
        _pledge(rita, campaign, OF_ISSUER);
        ICampaign other = _campaignAtOlga(1);
        _pledge(ritaToo, other, 2_000);
        bytes memory reason = abi.encodeWithSelector(IRulebook.RulebookYearCeiling.selector, 1_300_000, 1_300_000, PRICE);
        _refuse(rita, address(other), ringgit, PRICE, _pledgeCall(1, 1), reason);
    }

    // -- given back

    function test_failed_campaign_gives_its_limit_back() external {
        _pledge(rita, campaign, 100);
        vm.assertEq(_used(), 100 * PRICE, "counts");
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        _tidy(10);
        vm.assertEq(_used(), 0, "given back");
    }

    function test_year_is_over_for_the_year_but_not_for_the_issuer() external {
        _pledge(rita, campaign, OF_ISSUER);
        vm.warp(campaign.terms().closesAt);
        campaign.close();
        vm.warp(block.timestamp + COOLING_OFF);
        campaign.settle(5);
        vm.warp(block.timestamp + 365 days);
        _tidy(1);
        (uint256 total, uint256 ofIssuer, uint256 entries) = IRulebook(rulebook).used("rita's tag", ida);
        vm.assertEq(total, 0, "a year ago");
        vm.assertEq(ofIssuer, CEILING, "R4 is for good");
        vm.assertEq(entries, 0, "no entry left");
    }

    function test_tidying_drops_nothing_that_counts() external {
        _pledge(rita, campaign, 100);
        vm.warp(block.timestamp + 1);
        _pledge(ritaToo, campaign, 50);
        vm.warp(block.timestamp + 1);
        _withdrawPledge(rita, campaign);
        vm.warp(block.timestamp + 1);
        _pledge(rita, campaign, 30);
        for (uint256 i; i < 5; ++i) {
            _tidy(1);
        }
        vm.assertEq(_used(), 80 * PRICE, "50 of the one door, 30 of the other");
        IRulebook(rulebook).tidy("nobody", 3);
    }

    /// @dev A campaign forgets a pledge that it has delivered, but not one of which something was withdrawn: both are still counted,
    /// and who was served out of turn holds up nobody.
    function test_what_was_delivered_counts_on() external {
        _pledge(rita, campaign, 100);
        _pledge(ritaToo, campaign, 2_000);
        _depositAndPledge(ivan, campaign, 500);
        vm.warp(block.timestamp + 1);
        _withdrawPledge(rita, campaign);
        vm.warp(block.timestamp + 1);
        _pledge(rita, campaign, 30);
        _coolOff(campaign);
        campaign.settle(1);
        campaign.collect(ritaToo);
        campaign.settle(2);
        vm.assertTrue(campaign.state() == ICampaign.State.Settled, "settled");
        _tidy(9);
        vm.assertEq(_used(), 2_030 * PRICE, "what both doors bought");
        vm.assertEq(master.holdingOf(shares, rita).units, 30, "delivered");
        vm.assertEq(master.holdingOf(shares, ritaToo).units, 2_000, "delivered out of turn, once");
        vm.assertEq(master.holdingOf(shares, ivan).units, 500, "delivered after it");
        vm.assertEq(campaign.pledgeOf(ritaToo).number, 0, "forgotten");
    }

    /// @dev The first company is kept apart from all others in the books: neither is mistaken for another.
    function test_each_company_is_counted_for_itself() external {
        _pledge(rita, campaign, 100);
        ICampaign[3] memory others = [_campaignAtOlga(1), _campaignAtOlga(2), _campaignAtOlga(3)];
        for (uint256 i; i < 3; ++i) {
            _pledge(ritaToo, others[i], 200 + i);
            vm.warp(block.timestamp + 1);
        }
        _withdrawPledge(ritaToo, others[1]);
        _tidy(9);
        uint256[3] memory wanted = [uint256(200), 0, 202];
        for (uint256 i; i < 3; ++i) {
            (, uint256 of_,) = IRulebook(rulebook).used("rita's tag", others[i].issuer());
            vm.assertEq(of_, wanted[i] * PRICE, "its own");
        }
        (uint256 total, uint256 ofIda, uint256 entries) = IRulebook(rulebook).used("rita's tag", ida);
        vm.assertEq(ofIda, 100 * PRICE, "and the first one's");
        vm.assertEq(total, 502 * PRICE, "together");
        vm.assertEq(entries, 3, "entries");
    }

    /// @dev An entry of a year ago stays while its campaign may still fail: else its limit could not come back.
    function test_a_forgotten_campaign_that_fails_after_a_year_gives_back() external {
        _pledge(rita, campaign, 100);
        vm.warp(block.timestamp + 400 days);
        _tidy(3);
        (,, uint256 entries) = IRulebook(rulebook).used("rita's tag", ida);
        vm.assertEq(entries, 1, "kept");
        campaign.close();
        _tidy(3);
        (, uint256 ofIda,) = IRulebook(rulebook).used("rita's tag", ida);
        vm.assertEq(ofIda, 0, "given back");
    }

    function test_sophisticated_have_no_ceiling() external {
        _depositAndPledge(ivan, campaign, MAXIMUM);
    }

    // -- the calendar

    function test_only_the_regulator_sets_figures_and_never_in_the_past() external {
        bytes memory call = abi.encodeCall(IRulebook.setRule, ("R4", 1, 9, 0));
        bytes memory reason = abi.encodeWithSelector(IRulebook.RulebookOnlyRegulator.selector, tan);
        _refuse(tan, rulebook, call, reason);
        call = abi.encodeCall(IRulebook.setRule, ("R4", 1, 9, uint64(block.timestamp - 1)));
        reason = abi.encodeWithSelector(IRulebook.RulebookInThePast.selector, block.timestamp - 1, block.timestamp);
        _refuse(rania, rulebook, call, reason);
    }

    function test_a_figure_takes_effect_at_its_second() external {
        uint64 from = uint64(block.timestamp + 100);
        _do(rania, rulebook, abi.encodeCall(IRulebook.setRule, ("R4", 1, 7, from)));
        vm.warp(from - 1);
        vm.assertEq(IRulebook(rulebook).figure("R4", 1), CEILING, "not yet");
        vm.warp(from);
        vm.assertEq(IRulebook(rulebook).figure("R4", 1), 7, "now");
    }

    /// @dev Friday, 10 October 2025, 10:00 in Kuala Lumpur: six business days end with Monday, 20 October; a holiday moves it.
    function test_cooling_off_by_business_days() external {
        _setRule("R10s", 0, 0);
        _setRule("R10", 0, 6);
        uint256 friday = 1_760_061_600;
        uint256 midnight = 1_760_976_000; // 21 October 2025, 00:00 +08:00
        vm.assertEq(IRulebook(rulebook).coolingOffEnd(friday), midnight, "20 October");
        uint256 day = (friday + 8 hours) / 1 days + 3; // Monday, 13 October: a holiday
        _do(rania, rulebook, abi.encodeCall(IRulebook.publishCalendar, (day >> 8, 1 << (day & 255), 0)));
        vm.assertTrue(!IRulebook(rulebook).isBusinessDay(day), "published");
        vm.assertEq(IRulebook(rulebook).coolingOffEnd(friday), midnight + 1 days, "21 October");
    }
}
