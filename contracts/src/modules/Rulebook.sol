// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IMasterOffice} from "../interfaces/IMasterOffice.sol";
import {ICounted, IRulebook} from "../interfaces/IRulebook.sol";
import {ActType, Class, Participant, Role} from "../libraries/Types.sol";
import {Calendar} from "./Calendar.sol";

/// @notice The ECF rules as dated figures, and the ceilings that are counted by person.
contract Rulebook is Calendar {
    uint256 private constant YEAR = 365 days;

    constructor(IMarketMaster master) Calendar(master) {}

    // -- ceilings by person

    /// @inheritdoc IRulebook
    function book(address issuer, bytes32 company, uint256 number, uint256 amount, bool microfund) external {
        require(MASTER.templateOf(msg.sender) != address(0), RulebookOnlyInstance(msg.sender));
        address door = MASTER.actorUpon(msg.sender);
        require(amount <= type(uint40).max && number <= type(uint24).max, RulebookAmountTooLarge(amount));
        Participant memory p = MASTER.participant(door);
        require(p.role == Role.Investor, RulebookNotAnInvestor(door));
        require(!microfund || p.class != Class.Retail, RulebookRetailExcluded(door));
        Used memory u = _usedBy(p.person, company);

        uint256 ceiling = figure("R4", uint8(p.class));
        require(ceiling == 0 || u.ofIssuer + amount <= ceiling, RulebookIssuerCeiling(ceiling, u.ofIssuer, amount));
        ceiling = figure("R4b", uint8(p.class));
        require(ceiling == 0 || u.total + amount <= ceiling, RulebookYearCeiling(ceiling, u.total, amount));

        _writeEntry(p.person, u.entries, Entry(msg.sender, uint24(number), uint32(block.timestamp), uint40(amount)));
        (u.total, u.ofIssuer, u.entries) = (u.total + amount, u.ofIssuer + amount, u.entries + 1);
        _keep(p.person, company, u);

        emit Booked(p.person, issuer, msg.sender, amount, u.total, u.ofIssuer);
    }

    /// @inheritdoc IRulebook
    /// @dev Each look is at the entry under a cursor; a dropped entry's place is taken by the last one.
    function tidy(bytes32 person, uint256 n) external {
        uint256 cursor = uint256(_word(_key("cursor", person, 0)));
        for (uint256 i; i < n; ++i) {
            uint256 entries = _usedBy(person, 0).entries;
            if (entries == 0) break;
            cursor %= entries;
            if (!_look(person, cursor)) ++cursor;
        }
        MASTER.write(_key("cursor", person, 0), bytes32(cursor));
    }

    /// @dev Gives back what no longer counts of the entry at `index`, and drops it when nothing is left or it is a year old
    /// (it still counts for its issuer, R4). Before its campaign is over nothing is dropped: it may still fail.
    function _look(bytes32 person, uint256 index) private returns (bool dropped) {
        Entry memory e = _readEntry(person, index);
        ICounted campaign = ICounted(e.campaign);
        uint256 counts = campaign.counted(e.number, e.bookedAt, e.amount);
        bool old = block.timestamp >= e.bookedAt + YEAR && campaign.isOver();
        if (counts == e.amount && !old) return false;

        dropped = counts == 0 || old;
        uint256 gone = dropped ? e.amount : e.amount - counts;
        address issuer = campaign.issuer();
        bytes32 company = MASTER.participant(issuer).person;
        Used memory u = _usedBy(person, company);
        (u.total, u.ofIssuer) = (u.total - gone, u.ofIssuer - (e.amount - counts));
        e.amount = uint40(counts);
        if (!dropped) _writeEntry(person, index, e);
        else if (index != --u.entries) _writeEntry(person, index, _readEntry(person, u.entries));
        _keep(person, company, u);
        emit Tidied(person, issuer, gone, u.total, u.ofIssuer);
    }

    /// @inheritdoc IRulebook
    function used(bytes32 person, address issuer) external view returns (uint256 total, uint256 ofIssuer, uint256 entries) {
        Used memory u = _usedBy(person, MASTER.participant(issuer).person);
        return (u.total, u.ofIssuer, u.entries);
    }

    // -- what a person has used

    /// @dev Of a person: what is used over the year, with the company in question, and the entries. The first company that
    /// the person ever pledged to is kept in the same word (by 96 bits of a hash), every other one has a word of its own.
    struct Used { uint256 total; uint256 ofIssuer; uint256 entries; uint256 first; uint256 ofFirst; bool isFirst; }

    function _usedBy(bytes32 person, bytes32 company) private view returns (Used memory u) {
        uint256 head = uint256(_word(_key("used", person, 0)));
        (u.total, u.entries, u.first, u.ofFirst) = (uint64(head), uint32(head >> 64), uint96(head >> 96), head >> 192);
        if (company == 0) return u;
        uint256 brief = uint96(uint256(keccak256(abi.encode(company))));
        if (u.first == 0) u.first = brief;
        u.isFirst = u.first == brief;
        u.ofIssuer = u.isFirst ? u.ofFirst : uint256(_word(_ofKey(person, company)));
    }

    /// @dev R4 counts by person on both sides: an issuer's second door is no second ceiling.
    function _keep(bytes32 person, bytes32 company, Used memory u) private {
        if (u.isFirst) u.ofFirst = u.ofIssuer;
        else MASTER.write(_ofKey(person, company), bytes32(u.ofIssuer));
        MASTER.write(_key("used", person, 0), bytes32(u.ofFirst << 192 | u.first << 96 | u.entries << 64 | u.total));
    }

    function _ofKey(bytes32 person, bytes32 company) private pure returns (bytes32) {
        return _key("used of", person, uint256(company));
    }

    // -- entries: a pledge that counts, in one word

    /// @dev Who pledged is the campaign's to say, by `number`. Sen up to RM 10 billion, seconds up to the year 2106.
    struct Entry { address campaign; uint24 number; uint32 bookedAt; uint40 amount; }

    function _writeEntry(bytes32 person, uint256 i, Entry memory e) private {
        uint256 packed = uint256(uint160(e.campaign)) << 96 | uint256(e.number) << 72 | uint256(e.bookedAt) << 40 | e.amount;
        MASTER.write(_key("entry", person, i), bytes32(packed));
    }

    function _readEntry(bytes32 person, uint256 i) private view returns (Entry memory) {
        uint256 packed = uint256(_word(_key("entry", person, i)));
        return Entry(address(uint160(packed >> 96)), uint24(packed >> 72), uint32(packed >> 40), uint40(packed));
    }

    // -- campaigns by company

    /// @inheritdoc IRulebook
    /// @dev One word a company: its last campaign, and what all before that one raised. So what a settlement owes R1 is
    /// counted when it is next asked for, and an exit asks nothing.
    function launch(address issuer, uint256 most) external returns (bytes32 company, bool microfund) {
        require(MASTER.templateOf(msg.sender) != address(0), RulebookOnlyInstance(msg.sender));
        Participant memory p = MASTER.participant(issuer);
        address door = MASTER.actorUpon(msg.sender);
        require(door == p.parent, RulebookNotTheIssuersOperator(door, p.parent));
        company = p.person;
        microfund = isMicrofund(company);
        (uint256 before,, address live) = raisedBy(company);
        require(live == address(0) || live == msg.sender, RulebookCampaignLive(issuer, live));
        uint256 ceiling = figure("R1", 0);
        bool fits = ceiling == 0 || microfund || before + most <= ceiling;
        require(fits, RulebookIssuerCap(ceiling, before, most));

        MASTER.write(_key("live", company, 0), bytes32(uint256(uint160(msg.sender)) << 96 | before));

        emit Launched(company, issuer, msg.sender, most, before, microfund);
    }

    /// @inheritdoc IRulebook
    function raisedBy(bytes32 company) public view returns (uint256 raised, uint256 reserved, address campaign) {
        uint256 head = uint256(_word(_key("live", company, 0)));
        (campaign, raised) = (address(uint160(head >> 96)), uint96(head));
        if (campaign == address(0)) return (raised, 0, campaign);
        uint256 its = ICounted(campaign).raised();
        return ICounted(campaign).isOver() ? (raised + its, 0, address(0)) : (raised, its, campaign);
    }

    /// @inheritdoc IRulebook
    function setMicrofund(bytes32 person, bool microfund) external byRegulator {
        MASTER.write(_key("microfund", person, 0), bytes32(uint256(microfund ? 1 : 0)));
        emit MicrofundSet(person, microfund);
    }

    /// @inheritdoc IRulebook
    function isMicrofund(bytes32 company) public view returns (bool) {
        return _word(_key("microfund", company, 0)) != 0;
    }

    function acts() external pure override returns (ActType[] memory list) {
        list = new ActType[](3);
        list[0] = ActType(
            this.setRule.selector, 200_000, 2,
            "SetRule(address rulebook,address asset,uint256 most,bytes32 rule,uint8 class,uint256 value,uint64 effectiveFrom,uint256 nonce,uint256 deadline)"
        );
        list[1] = ActType(
            this.publishCalendar.selector, 160_000, 2,
            "PublishCalendar(address rulebook,address asset,uint256 most,uint256 word,uint256 published,uint256 business,uint256 nonce,uint256 deadline)"
        );
        list[2] = ActType(
            this.setMicrofund.selector, 120_000, 2,
            "SetMicrofund(address rulebook,address asset,uint256 most,bytes32 person,bool microfund,uint256 nonce,uint256 deadline)"
        );
    }
}
