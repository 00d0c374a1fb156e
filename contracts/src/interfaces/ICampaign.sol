// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IEscrow} from "./IEscrow.sol";
import {ICounted} from "./IRulebook.sol";

/// @notice One offer of units, all or nothing. Amounts in sen, units whole, times in chain seconds.
/// @dev States that time or the trustee's mint bring are derived, never stored: Ready (units are here), Live (opened), Due (closed by time).
interface ICampaign is ICounted, IEscrow {
    enum State { None, Proposed, Approved, Ready, Live, Due, CoolingOff, Settling, Settled, Failed, Cancelled }

    /// @notice First come, first served; or pro rata: demand may exceed the maximum and is cut by largest remainder.
    enum Allocation { FirstCome, ProRata }

    struct Terms {
        address issuer;
        address operator;
        address face;
        address money;
        uint64 price;
        Allocation allocation;
        uint64 minimum;
        uint64 maximum;
        uint64 opensAt;
        uint64 closesAt;
        bytes32 disclosure;
    }

    /// @notice `units` are in escrow now; `asked` is what the demand counts (pro rata); `number` is the investor's place in
    /// the order of first pledges.
    struct Pledge { uint64 units; uint64 asked; uint40 withdrawnAt; uint40 firstAt; uint24 number; }

    event Proposed(
        address indexed issuer, address indexed operator, address indexed face, address money, uint256 price,
        uint256 minimum, uint256 maximum, uint64 opensAt, uint64 closesAt, bytes32 disclosure, Allocation allocation
    );
    /// @notice R15: the document in `slot` has this hash from now on; `documents` is the chain over all such events.
    event Disclosed(uint8 indexed slot, bytes32 hash, bytes32 documents);
    event Approved(address indexed by, uint256 feeSlabs, uint64 moratorium, uint64 coolingOffEndsAt);
    /// @notice With `Approved`: until when late money counts, how long an adverse notice opens the exit (seconds, R11), R2.
    event Pinned(uint64 graceEndsAt, uint64 noticeWindow, bool microfund);
    /// @notice What the issuer tells after the approval, anchored by its hash.
    event UpdatePublished(address indexed by, bytes32 indexed hash);
    /// @notice R11: until `endsAt` every pledge may be withdrawn and nothing settles.
    event AdverseNoticeGiven(address indexed by, bytes32 indexed reason, uint64 endsAt);
    /// @notice A pledge that was signed before the close; see `intentOf`.
    event Intended(bytes32 indexed pledge);
    event LateMoneyShown(address indexed investor, bytes32 indexed ref, uint64 creditedAt);
    /// @notice Pro rata: of a demand of so many units, everybody before the cut-off has one unit more than rounded down.
    event Allocated(uint256 remainder, address last, uint256 demand);
    /// @notice Pro rata: `units` are allocated; `excess` units' money went back.
    event ExcessReturned(
        address indexed investor, uint256 units, uint256 excess, uint256 amount, uint256 unitsPledged, uint256 investors
    );
    event Rejected(address indexed by, bytes32 reason);
    event Cancelled(address indexed by, bytes32 reason);
    event Pledged(
        address indexed investor, uint256 units, uint256 amount, uint256 unitsOfInvestor, uint256 unitsPledged, uint256 investors
    );
    event PledgeWithdrawn(address indexed investor, uint256 units, uint256 amount, uint256 unitsPledged, uint256 investors);
    event Closed(uint256 unitsPledged, uint256 raised, uint64 coolingOffEndsAt);
    event Failed(bytes32 indexed why, uint256 unitsPledged);
    event Refunded(address indexed investor, uint256 amount);
    event Delivered(address indexed investor, uint256 units, uint256 indexed certificate, uint256 amount);
    /// @notice A frozen investor's due waits in the campaign until `collect`.
    event Waiting(address indexed investor, uint256 units);
    event Settled(uint256 raised, uint256 fee, uint256 proceeds, uint256 unitsGivenBack);
    event Paid(address indexed to, uint256 amount);
    /// @notice What is due to one who is frozen or suspended is kept in the campaign until `collect`.
    event Held(address indexed to, uint256 amount);

    error CampaignOutOfState(State got, State wanted);
    error CampaignWrongActor(address got, address wanted);
    error CampaignNotAnIssuer(address door);
    error CampaignNotYourClass(address face, address issuer);
    error CampaignNotMoney(address money);
    /// @notice Units: zero < minimum <= maximum, and the price is not zero.
    error CampaignBadTerms();
    /// @notice now < opensAt < closesAt, and at most 180 days between them.
    error CampaignBadDates(uint64 opensAt, uint64 closesAt, uint256 time);
    /// @notice The rulebook's moratorium (R19), in seconds, is beyond ten years.
    error CampaignMoratoriumTooLong(uint256 moratorium);
    error CampaignHashZero();
    /// @notice Rulebook R15: bit by bit, which slots are filled, and which must be.
    error CampaignDisclosureIncomplete(uint256 filled, uint256 required);
    /// @notice The documents are no longer those that the approval names.
    error CampaignOtherDocuments(bytes32 got, bytes32 wanted);
    error CampaignZeroUnits();
    /// @notice So many units are left, fewer than the least that the pledge accepts.
    error CampaignTooFewLeft(uint256 left, uint256 least);
    error CampaignNothingPledged(address investor);
    /// @notice Pledge again in the next second after a withdrawal.
    error CampaignPledgeTooSoon(uint64 withdrawnAt);
    error CampaignCoolingOffOver(uint64 endedAt);
    error CampaignCoolingOff(uint64 endsAt);
    /// @notice An adverse notice (R11) is open.
    error CampaignAdverseNotice(uint64 endsAt);
    error CampaignNotDue(uint64 closesAt);
    /// @notice After the close only a pledge that was intended before it counts.
    error CampaignNotIntended(bytes32 pledge);
    /// @notice No deposit that the bank stamped before the close was shown for this door.
    error CampaignNoLateMoney(address investor);
    error CampaignNotLateMoney(bytes32 ref, uint64 creditedAt, uint64 closesAt);
    /// @notice Pro rata an investor has one pledge: withdraw it first.
    error CampaignPledgeStands(address investor);
    /// @notice Pro rata the least is one unit.
    error CampaignLeastTooHigh(uint256 least);
    /// @notice There is nothing to allocate, or it is done.
    error CampaignNothingToAllocate();
    /// @notice Demand exceeds the maximum and its cut is not done yet.
    error CampaignNotAllocated();
    /// @notice With this cut-off `got` units would be allocated.
    error CampaignWrongCutOff(uint256 got, uint256 wanted);
    error CampaignCannotFail();
    /// @notice After cooling-off fewer units are pledged than the minimum (R8): the campaign can only fail.
    error CampaignMinimumMissed(uint256 pledged, uint256 minimum);
    /// @notice The trustee of the campaign's money is revoked: the campaign can only fail.
    error CampaignTrusteeRevoked(address trustee);
    error CampaignNothingDue(address door);

    // -- acts
    /// @notice Propose a campaign for a class of the calling issuer's: `price` a unit in sen, units from `minimum` (R8) to
    /// `maximum`, open from second `opensAt` to `closesAt`, at most 180 days; `disclosure` is the hash of its texts.
    function propose(
        address face, address money, uint256 price, uint256 minimum, uint256 maximum, uint64 opensAt, uint64 closesAt,
        bytes32 disclosure, Allocation allocation
    ) external;
    /// @notice Put the document of `hash` into `slot`, or replace it: by the issuer, until the approval (R15).
    function disclose(uint8 slot, bytes32 hash) external;
    /// @notice Approve what `documents()` stands for; by the operator.
    function approve(bytes32 documents) external;
    /// @notice Reject what is proposed, for good; by the operator.
    function reject(bytes32 reason) external;
    /// @notice Call it off before it opens, for good: units go back; by the issuer.
    function cancel(bytes32 reason) external;
    /// @notice Anchor an update; by the issuer, from the approval on.
    function publishUpdate(bytes32 hash) external;
    /// @notice Tell a material adverse change (R11), while live until settlement begins; by issuer or operator.
    function adverseNotice(bytes32 reason) external;
    /// @notice Pledge `units`, or at least `least` of them when fewer are left (first come, first served). In the grace after
    /// the close: what was intended before it, once the money that was on its way is shown.
    function pledge(uint256 units, uint256 least) external;
    /// @notice Withdraw the whole pledge: while live, in cooling-off (R10) and while an adverse notice is open (R11).
    function withdrawPledge() external;

    // -- steps that anyone may push
    /// @notice Before the close: a pledge is signed, and its money may come late. It reserves nothing and counts nowhere.
    function intend(bytes32 pledge_) external;
    /// @notice The deposit `ref` was minted to `investor`, and the bank stamped it before the close.
    function showDeposit(address investor, bytes32 ref) external;
    /// @notice After the deadline and its grace: into cooling-off, or failed when the minimum is missed (R8).
    function close() external;
    /// @notice Pro rata, when demand exceeds the maximum: count up to `n` more investors with a proposed cut-off. Who has a
    /// larger remainder than `remainder`, or that one and an address up to `last`, gets one unit more than rounded down.
    /// Each proposal is counted for itself; the only one that allocates exactly the maximum is fixed.
    function allocate(uint64 remainder, address last, uint256 n) external;
    /// @notice Then: return the excess money of up to `n` investors.
    function returnExcess(uint256 n) external;
    /// @notice After cooling-off: deliver to up to `n` investors; the last one pays the issuer and the operator.
    function settle(uint256 n) external;
    /// @notice Fail what can no longer succeed: trustee revoked, minimum missed, or not settled 90 days after its close.
    function fail() external;
    /// @notice Pay back up to `n` investors of a failed or cancelled campaign; a frozen one waits.
    function refund(uint256 n) external;
    /// @notice Pay or deliver what waits for `door`: a refund, a certificate, proceeds or a fee.
    function collect(address door) external;

    // -- readings
    function terms() external view returns (Terms memory);
    function state() external view returns (State);
    function pledgeOf(address investor) external view returns (Pledge memory);
    /// @notice The units in escrow now.
    function unitsPledged() external view returns (uint256);
    /// @notice The units that `investor` gets as things stand: pro rata, zero until the allocation is fixed.
    function allocationOf(address investor) external view returns (uint256);
    /// @notice What `intend` names: the pledge that `investor` signed.
    function intentOf(address investor, uint256 units, uint256 least) external view returns (bytes32);
    /// @notice keccak256(documents before, slot, hash) over all `disclose`; zero while there is none.
    function documents() external view returns (bytes32);
    /// @notice Bit n: slot n is filled.
    function filledSlots() external view returns (uint256);
    /// @notice The dates that the rulebook gave it, in chain seconds: late money counts until, withdrawals until.
    function dates() external view returns (uint64 graceEndsAt, uint64 coolingOffEndsAt, uint64 noticeEndsAt);
    /// @notice The units of `face` that the campaign waits for; zero when it waits for none.
    function unitsAwaited(address face) external view returns (uint256);
    /// @notice The sen that wait for `door` until `collect`: proceeds, a fee, excess; a pledge's own refund is not in it.
    function dueTo(address door) external view returns (uint256);
}
